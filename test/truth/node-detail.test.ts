import { describe, expect, it } from 'vitest';
import type { ExportResult } from '../../src/commands/export-usage.ts';
import type { Payload } from '../../src/payload/payload.ts';
import { type DetailTruthOptions, sumTrueModels, sumTrueUsers } from '../support/detail-oracle.ts';
import {
  loadWorld,
  type RecordedVersion,
  type RecordedWorld,
} from '../support/fake-dify/load-world.ts';
import { presetOf, RECORDED_VERSIONS } from '../support/fake-dify/presets.ts';
import { startFakeDify } from '../support/fake-dify/server.ts';
import { dryRun } from '../support/in-process.ts';

const ZONES = ['UTC', 'Asia/Tokyo'] as const;
const AGGREGATIONS = ['monthly', 'daily'] as const;

describe.each(RECORDED_VERSIONS)('workflows and chatflows of Dify %s', (version) => {
  describe.each(ZONES)('in %s', (timeZone) => {
    it.each(AGGREGATIONS)(
      'are billed to whoever used them and by model, %s',
      async (aggregation) => {
        const recorded = loadWorld(version);
        const result = await exportAll(recorded, version, timeZone, aggregation);
        const options = truthOptions(recorded, version, timeZone, aggregation);

        const [payload] = nodeBased(recorded, result);
        expect(usersIn(payload)).toEqual(sumTrueUsers(recorded.oracle, options));
        expect(modelsIn(payload)).toEqual(sumTrueModels(recorded.oracle, options));
      },
    );
  });

  it.each(AGGREGATIONS)('add up with all other apps to the workspace, %s', async (aggregation) => {
    const { reading } = await exportOf(version, aggregation);
    if (reading.kind === 'failed') throw reading.error;
    const { user_records, model_records, app_records, workspace_records } = Object.assign(
      {},
      ...reading.payloads,
    ) as Payload;

    const tokens = sumBy(workspace_records, (record) => record.token_count);
    expect(sumBy(app_records, (record) => record.token_count)).toEqual(tokens);
    expect(sumBy(user_records, (record) => record.total_tokens)).toEqual(tokens);
    expect(sumBy(model_records, (record) => record.total_tokens)).toEqual(tokens);
    const prices = sumPrices(workspace_records);
    expect(sumPrices(app_records)).toEqual(prices);
    expect(sumPrices(model_records)).toEqual(prices);
  });

  it('teach what models cost, so that no message of a chat app is priced in proportion', async () => {
    const { reading } = await exportOf(version, 'monthly');
    if (reading.kind === 'failed') throw reading.error;

    const chats = reading.report.apps.filter(({ app }) => /^(?:agent-)?chat$/.test(app.mode));
    expect(chats).toHaveLength(3);
    for (const { certainty } of chats) {
      expect(certainty.parts.map(({ kind }) => kind)).toEqual(['exact']);
    }
  });

  it('are billed alike day by day and by the month, but for conversations', async () => {
    const daily = nodeBased(loadWorld(version), await exportOf(version, 'daily'));
    const monthly = nodeBased(loadWorld(version), await exportOf(version, 'monthly'));

    expect(addUp(daily)).toEqual(addUp(monthly));
  });
});

function exportOf(version: RecordedVersion, aggregation: 'monthly' | 'daily') {
  return exportAll(loadWorld(version), version, 'UTC', aggregation);
}

async function exportAll(
  { world }: RecordedWorld,
  version: RecordedVersion,
  timeZone: string,
  aggregation: 'monthly' | 'daily',
): Promise<ExportResult> {
  const dify = await startFakeDify({ version, world });
  const result = await dryRun(dify, { timeZone, aggregation, mode: 'all' });
  await dify.close();
  return result;
}

function truthOptions(
  { oracle }: RecordedWorld,
  version: RecordedVersion,
  timeZone: string,
  aggregation: 'monthly' | 'daily',
): DetailTruthOptions {
  // Until runs are listed by themselves, those of a conversation that is really gone are too.
  const hidesDeleted = ['1.8.1', '1.9.1'].includes(version);
  const deleted = Object.entries(oracle.labels.runs).filter(([, label]) => label === 'ac.del');
  return {
    timeZone,
    aggregation,
    hiddenRuns: new Set(hidesDeleted ? deleted.map(([id]) => id) : []),
    provider: presetOf(version).provider,
  };
}

/** The bodies without the records of chat, agent-chat and completion apps. */
function nodeBased({ oracle }: RecordedWorld, { reading }: ExportResult): Payload[] {
  if (reading.kind === 'failed') throw reading.error;
  const modes = new Map(Object.values(oracle.apps).map(({ id, mode }) => [id, mode]));
  const isNodeBased = ({ app_id }: { readonly app_id: string }) =>
    ['workflow', 'advanced-chat'].includes(modes.get(app_id) ?? '');
  return reading.payloads.map((payload) => ({
    ...payload,
    user_records: (payload.user_records ?? []).filter(isNodeBased),
    model_records: (payload.model_records ?? []).filter(isNodeBased),
  }));
}

function usersIn({ user_records = [] }: Partial<Payload> = {}) {
  return Object.fromEntries(
    user_records.map((record) => [
      `${record.period} | ${record.app_id} | ${record.user_type} ${record.user_id}`,
      `${record.message_tokens} + ${record.answer_tokens} tokens, ${record.message_count} in ${record.conversation_count}`,
    ]),
  );
}

function modelsIn({ model_records = [] }: Partial<Payload> = {}) {
  return Object.fromEntries(
    model_records.map((record) => [
      [
        record.period,
        record.app_id,
        `${record.user_type} ${record.user_id}`,
        record.model_provider,
        record.model_name,
        record.currency,
      ].join(' | '),
      `${record.prompt_tokens} + ${record.completion_tokens} tokens, ${record.total_price}, ${record.execution_count} calls`,
    ]),
  );
}

function addUp(payloads: readonly Payload[]) {
  const sums = new Map<string, { tokens: number; messages: number; units: bigint }>();
  const add = (key: string, tokens: number, messages: number, price: string) => {
    const sum = sums.get(key) ?? { tokens: 0, messages: 0, units: 0n };
    sums.set(key, {
      tokens: sum.tokens + tokens,
      messages: sum.messages + messages,
      units: sum.units + BigInt(price.replace('.', '')),
    });
  };
  for (const { user_records = [], model_records = [] } of payloads) {
    for (const record of user_records) {
      const { app_id, user_id, total_tokens, message_count } = record;
      add(`${app_id} ${user_id}`, total_tokens, message_count, '0');
    }
    for (const record of model_records) {
      const { app_id, user_id, model_name, total_tokens, execution_count, total_price } = record;
      add(`${app_id} ${user_id} ${model_name}`, total_tokens, execution_count, total_price);
    }
  }
  return sums;
}

function sumBy<Row extends { readonly period: string }>(
  records: readonly Row[] = [],
  countOf: (record: Row) => number,
) {
  const sums = new Map<string, number>();
  for (const record of records) {
    const count = countOf(record);
    if (count > 0) sums.set(record.period, (sums.get(record.period) ?? 0) + count);
  }
  return new Map([...sums].sort());
}

type Priced = { readonly period: string; readonly currency: string; readonly total_price: string };

function sumPrices(records: readonly Priced[] = []) {
  const sums = new Map<string, bigint>();
  for (const { period, currency, total_price } of records) {
    const key = `${period} ${currency}`;
    sums.set(key, (sums.get(key) ?? 0n) + BigInt(total_price.replace('.', '')));
  }
  return new Map([...sums].sort());
}

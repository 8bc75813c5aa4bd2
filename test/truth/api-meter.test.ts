import Big from 'big.js';
import { describe, expect, it, onTestFinished } from 'vitest';
import { loadWorld, type Oracle, type RecordedVersion } from '../support/fake-dify/load-world.ts';
import { startFakeDify } from '../support/fake-dify/server.ts';
import { type ReceivedRecord, startFakeReceiver } from '../support/fake-receiver.ts';
import { exportTo } from '../support/in-process.ts';
import { sumTruth } from '../support/oracle.ts';
import { temporaryDirectory } from '../support/temporary-directory.ts';
import { END_TO_END_VERSIONS } from '../support/truth-scope.ts';

const ZONE = 'Asia/Tokyo';
const API_METER = {
  format: { kind: 'api-meter', tenantId: '5b0e4d1a-7c22-4f6b-9a3e-0d8f6c1b2a47' },
  mode: 'per_model',
  aggregation: 'daily',
  timeZone: ZONE,
} as const;

async function start(version: RecordedVersion) {
  const { world, oracle } = loadWorld(version);
  const dify = await startFakeDify({ version, world });
  const receiver = await startFakeReceiver({ token: 'token' });
  onTestFinished(async () => {
    await Promise.all([dify.close(), receiver.close()]);
  });
  return { dify, receiver, oracle };
}

describe.each(END_TO_END_VERSIONS)('API_Meter and the recorded month of Dify %s', (version) => {
  it('holds every token and price of the workspace, day by day', async () => {
    const { dify, receiver, oracle } = await start(version);
    const stateDir = await temporaryDirectory();

    await exportTo(dify, receiver, { ...API_METER, stateDir });

    expect(sumDays(receiver.rows('records'))).toEqual(truthByDay(oracle, version));
    if (version !== '1.14.2') return;
    // The only version that tells the model of every conversation.
    expect(receiver.rows('records').map(describeRecord)).toEqual(truthByModel(oracle));
  });
});

function truthByDay(oracle: Oracle, version: RecordedVersion) {
  const truth = sumTruth(oracle, { version, timeZone: ZONE, aggregation: 'daily' });
  const records = Object.entries(truth).map(([key, figures]) => {
    const [usage_date, , currency] = key.split(' | ');
    const [total_tokens, cost_actual] = figures.split(' tokens, ');
    return { usage_date, currency, total_tokens, cost_actual };
  });
  return sumDays(records);
}

function sumDays(records: readonly ReceivedRecord[]) {
  const sums = new Map<string, { tokens: number; price: Big }>();
  for (const { usage_date, currency, total_tokens, cost_actual } of records) {
    const key = `${usage_date} ${currency}`;
    const { tokens, price } = sums.get(key) ?? { tokens: 0, price: new Big(0) };
    sums.set(key, {
      tokens: tokens + Number(total_tokens),
      price: price.plus(String(cost_actual)),
    });
  }
  return [...sums]
    .sort(([left], [right]) => (left < right ? -1 : 1))
    .map(([key, { tokens, price }]) => [key, tokens, price.toFixed(7)]);
}

function describeRecord(record: ReceivedRecord): string {
  const { usage_date, provider, model, total_tokens, cost_actual, currency } = record;
  const price = new Big(String(cost_actual)).toFixed(7);
  return `${usage_date} ${provider} ${model}: ${total_tokens} tokens, ${price} ${currency}`;
}

function truthByModel({ apps, messages, leaves }: Oracle): string[] {
  const modes = new Map(Object.values(apps).map(({ id, mode }) => [id, mode]));
  const sums = new Map<string, { tokens: number; price: Big; currency: string }>();
  const add = (us: number, model: string, tokens: number, price: string, currency: string) => {
    const date = new Intl.DateTimeFormat('sv-SE', { timeZone: ZONE, dateStyle: 'short' }).format(
      us / 1000,
    );
    const key = `${date} ${model}`;
    const sum = sums.get(key) ?? { tokens: 0, price: new Big(0) };
    sums.set(key, {
      tokens: sum.tokens + tokens,
      price: sum.price.plus(price),
      currency: currency === 'RMB' ? 'CNY' : currency,
    });
  };
  for (const m of messages) {
    const isLedger = ['chat', 'agent-chat', 'completion'].includes(modes.get(m.appId) ?? '');
    if (!isLedger || m.invokeFrom === 'debugger') continue;
    const tokens = m.messageTokens + m.answerTokens;
    add(m.createdAtUs, nameOf(m.modelProvider, m.modelId), tokens, m.totalPrice, m.currency);
  }
  for (const leaf of leaves) {
    if (leaf.runId === null || leaf.triggeredFrom === 'debugging' || leaf.isTool) continue;
    const price = new Big(leaf.totalPrice ?? 0).round(7, Big.roundHalfUp).toFixed(7);
    // The database has no model of an agent node; the API's inputs name it.
    const isAgent = leaf.nodeType === 'agent';
    const model = isAgent ? 'openai gpt-4o' : nameOf(leaf.provider, leaf.model);
    add(leaf.runCreatedAtUs ?? 0, model, leaf.totalTokens ?? 0, price, leaf.currency ?? 'USD');
  }
  return [...sums]
    .filter(([key, { tokens, price }]) => key.startsWith('2026-10') && (tokens > 0 || price.gt(0)))
    .sort(([left], [right]) => (left < right ? -1 : 1))
    .map(
      ([key, { tokens, price, currency }]) =>
        `${key}: ${tokens} tokens, ${price.toFixed(7)} ${currency}`,
    );
}

function nameOf(provider: string | null, model: string | null): string {
  return `${provider?.split('/').at(-1) ?? 'unknown'} ${model ?? 'unknown'}`;
}

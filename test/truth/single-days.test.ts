import process from 'node:process';
import { describe, expect, it } from 'vitest';
import type { Bill } from '../../src/commands/build-bill.ts';
import { OWNER, type WorldBuilder, worldBuilder } from '../support/fake-dify/builders.ts';
import { loadWorld } from '../support/fake-dify/load-world.ts';
import { llm } from '../support/fake-dify/node-spec.ts';
import { RECORDED_VERSIONS } from '../support/fake-dify/presets.ts';
import { type FakeDify, startFakeDify } from '../support/fake-dify/server.ts';
import { type DryRunOptions, dryRun } from '../support/in-process.ts';
import { addUp, type JudgedRecords } from '../support/judged-records.ts';
import { sentRecords } from '../support/sent-records.ts';
import { statedDoubts } from '../support/stated-doubts.ts';

/** `npm run test:truth` asks every day of every version. */
const IS_WHOLE = process.env['TRUTH'] === 'whole';
const VERSIONS = IS_WHOLE ? RECORDED_VERSIONS : (['1.12.1', '1.14.2'] as const);
const DAYS = Array.from(
  { length: IS_WHOLE ? 31 : 7 },
  (_, day) => `2026-10-${String(day + 1).padStart(2, '0')}`,
);

describe.each(VERSIONS)('the single days of the recorded month of Dify %s', (version) => {
  it('are the month, and where they know a model or price less they say so', async () => {
    const { world } = loadWorld(version);
    const dify = await startFakeDify({ version, world });
    const month = mapRecords(recordsOf(await read(dify, '2026-10')), ofDays);
    const days = [];
    for (const day of DAYS) days.push(await read(dify, day));
    await dify.close();

    const single = days.map(recordsOf);
    for (const kind of ['app_records', 'workspace_records', 'user_records'] as const) {
      expect(joined(single.map((records) => records[kind]))).toEqual(month[kind]);
    }
    const models = joined(single.map(({ model_records }) => model_records));
    expect(sumByApp(models)).toEqual(sumByApp(month.model_records));
    const named = new Set(days.flatMap(listDoubted));
    const differing = [...new Set([...models.keys(), ...month.model_records.keys()])]
      .filter((key) => text(models, key) !== text(month.model_records, key))
      .map(placeOf);
    expect(differing.filter((place) => !named.has(place))).toEqual([]);
  }, 60_000);
});

describe('a day without the runs that price its model', () => {
  /** A chat on the fifth, and a workflow that is priced by the same model on the sixth. */
  const twoDays = () => {
    const build = worldBuilder('1.14.2');
    const chat = build.app('chat', { model: 'deepseek-chat' });
    build.message(chat, { user: 'alice', at: '2026-10-05T10:00:00Z' });
    const flow = build.app('workflow');
    build.run(flow, { at: '2026-10-06T10:00:00.250Z', nodes: [llm({ model: 'deepseek-chat' })] });
    return build;
  };
  const currenciesOn = async (build: WorldBuilder, period: string, options: DryRunOptions = {}) => {
    const dify = await startFakeDify({ version: build.version, world: build.world });
    const bill = await read(dify, period, { password: OWNER.password, ...options });
    await dify.close();
    const keys = [...recordsOf(bill).app_records.keys()].filter((key) => key.includes('10-05'));
    return { currencies: keys.map((key) => key.split(' | ').at(-1)), bill };
  };

  it.each(['per_app', 'per_model', 'all'] as const)(
    'assumes its currency in mode %s and says so, unless it is configured',
    async (mode) => {
      const configured = [{ pattern: 'deepseek-*', currency: 'CNY' }];
      const month = await currenciesOn(twoDays(), '2026-10');
      const day = await currenciesOn(twoDays(), '2026-10-05');
      const told = await currenciesOn(twoDays(), '2026-10-05', { modelCurrencies: configured });
      const strict = await currenciesOn(twoDays(), '2026-10-05', { mode, strict: true });

      expect([month.currencies, day.currencies, told.currencies]).toEqual([
        ['CNY'],
        ['USD'],
        ['CNY'],
      ]);
      expect(strict.bill.report.assumptions).toMatchObject([
        { kind: 'currency', currency: { currency: 'USD', basis: 'assumed', likelyRmb: true } },
      ]);
      expect(strict.bill.objections).toEqual(['assumed_values']);
      expect([month, told].flatMap(({ bill }) => bill.report.assumptions)).toEqual([]);
    },
  );
});

async function read(dify: FakeDify, period: string, options: DryRunOptions = {}): Promise<Bill> {
  const { reading } = await dryRun(dify, {
    timeZone: 'UTC',
    aggregation: 'daily',
    mode: 'all',
    period,
    ...options,
  });
  if (reading.kind === 'failed') throw reading.error;
  return reading;
}

function recordsOf({ payloads }: Bill) {
  return sentRecords(payloads);
}

type Records = ReturnType<typeof recordsOf>;

function mapRecords(records: Records, map: (part: JudgedRecords) => JudgedRecords): Records {
  const { app_records, workspace_records, user_records, model_records } = records;
  return {
    app_records: map(app_records),
    workspace_records: map(workspace_records),
    user_records: map(user_records),
    model_records: map(model_records),
  };
}

function ofDays(records: JudgedRecords): JudgedRecords {
  return new Map([...records].filter(([key]) => DAYS.some((day) => key.startsWith(day))));
}

function joined(parts: readonly JudgedRecords[]): JudgedRecords {
  return new Map(parts.flatMap((part) => [...part]));
}

/** `period | app` of what a day says that it does not know for certain. */
function listDoubted({ report }: Bill): string[] {
  const causes = ['model_unknown', 'allocated_by_tokens', 'allocated_by_generation'];
  return [...statedDoubts(report).notes.keys()]
    .filter((key) => causes.some((cause) => key.endsWith(cause)))
    .map(placeOf);
}

function placeOf(key: string): string {
  return key.split(' | ').slice(0, 2).join(' | ');
}

/** Tokens and price of each day, app and currency. */
function sumByApp(records: JudgedRecords): JudgedRecords {
  return addUp(
    [...records].map(([key, { total_tokens = 0n, total_price = 0n }]) => [
      `${placeOf(key)} | ${key.split(' | ').at(-1)}`,
      { total_tokens, total_price },
    ]),
  );
}

function text(records: JudgedRecords, key: string): string {
  return JSON.stringify(records.get(key) ?? null, (_, value) =>
    typeof value === 'bigint' ? String(value) : value,
  );
}

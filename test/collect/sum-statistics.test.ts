import { describe, expect, it } from 'vitest';
import { readLedger, readRunStatistics } from '../../src/collect/sum-statistics.ts';
import { openAppReader } from '../../src/dify/app-reader.ts';
import type { Bucket } from '../../src/period/period.ts';
import type { StatisticsWindow } from '../../src/period/statistics-windows.ts';
import { type WorldBuilder, worldBuilder } from '../support/fake-dify/builders.ts';
import { llm } from '../support/fake-dify/node-spec.ts';
import { serveDify, signInTo } from '../support/session.ts';

const bucket = (label: string, start: string, end: string): Bucket => ({
  label,
  start: Date.parse(start),
  end: Date.parse(end),
});
const OCTOBER = bucket('2026-10', '2026-10-01T00:00:00Z', '2026-11-01T00:00:00Z');
const NOVEMBER = bucket('2026-11', '2026-11-01T00:00:00Z', '2026-12-01T00:00:00Z');

const windowOf = (
  start: string,
  end: string,
  attribution: StatisticsWindow['attribution'],
): StatisticsWindow => ({
  start,
  end,
  from: Date.parse(`${start.replace(' ', 'T')}Z`),
  to: Date.parse(`${end.replace(' ', 'T')}Z`),
  attribution,
});
const WHOLE_OCTOBER = windowOf('2026-10-01 00:00', '2026-11-01 00:00', {
  kind: 'bucket',
  bucket: OCTOBER,
});
const BY_DATE = windowOf('2026-10-01 00:00', '2026-12-01 00:00', {
  kind: 'by-date',
  buckets: [OCTOBER, NOVEMBER],
  timeZone: 'UTC',
});

async function serve(build: WorldBuilder, version = '1.14.2') {
  const fake = await serveDify({ version, world: build.world });
  return { fake, session: await signInTo(fake) };
}

/** The ledger of an app whose `token-costs` rows are these. */
async function ledgerOfRows(rows: readonly object[], window = BY_DATE) {
  const build = worldBuilder('1.14.2');
  const app = build.app('chat');
  const { fake, session } = await serve(build);
  fake.addFault({
    path: /token-costs/,
    action: { kind: 'answer', status: 200, body: { data: rows } },
  });
  return readLedger(openAppReader(session, app.id), [window]);
}

describe('readLedger', () => {
  it.each(['0.15.3', '1.8.1', '1.14.2'])('adds up the days of a bucket on %s', async (version) => {
    const build = worldBuilder(version);
    const app = build.app('chat');
    build.message(app, { at: '2026-10-01T00:00:00Z', price: '0.0000001' });
    build.message(app, { at: '2026-10-31T23:59:59Z', price: '0.0000002', promptTokens: 100 });
    build.message(app, { at: '2026-11-01T00:00:00Z', price: '5' });
    const { fake, session } = await serve(build, version);

    expect(await readLedger(openAppReader(session, app.id), [WHOLE_OCTOBER])).toEqual({
      entries: [{ bucket: '2026-10', totalTokens: 120, units: 3n }],
      straddling: [],
      isKnown: true,
    });
    expect(fake.requests.at(-1)?.query).toEqual({
      start: '2026-10-01 00:00',
      end: '2026-11-01 00:00',
    });
  });

  it('divides one window by the dates of its rows', async () => {
    const build = worldBuilder('1.14.2');
    const app = build.app('completion');
    build.message(app, { at: '2026-10-31T23:59:59Z', price: '0.0000002' });
    build.message(app, { at: '2026-11-01T00:00:00Z', price: '5' });
    const { session } = await serve(build);

    expect((await readLedger(openAppReader(session, app.id), [BY_DATE])).entries).toEqual([
      { bucket: '2026-10', totalTokens: 15, units: 2n },
      { bucket: '2026-11', totalTokens: 15, units: 50_000_000n },
    ]);
  });

  it('says what lies on a boundary that cannot be asked for', async () => {
    const build = worldBuilder('1.14.2');
    const app = build.app('chat');
    build.message(app, { at: '2026-11-01T00:30:00Z' });
    const { session } = await serve(build);
    const attribution = { kind: 'straddling', earlier: OCTOBER, later: NOVEMBER } as const;
    const window = windowOf('2026-11-01 00:00', '2026-11-01 01:00', attribution);

    const { straddling } = await readLedger(openAppReader(session, app.id), [window]);

    expect(straddling).toEqual([{ bucket: '2026-10', tokens: 15 }]);
  });

  it('is empty for an app of workflow mode', async () => {
    const build = worldBuilder('1.14.2');
    const app = build.app('workflow');
    build.run(app, { nodes: [llm()] });
    const { session } = await serve(build);

    expect(await readLedger(openAppReader(session, app.id), [WHOLE_OCTOBER])).toEqual({
      entries: [],
      straddling: [],
      isKnown: true,
    });
  });

  it.each([
    ['0E-7', 0n],
    ['1E-7', 1n],
    ['0.0123450', 123_450n],
    [0.5, 5_000_000n],
  ])('reads the price %j', async (total_price, units) => {
    const { entries } = await ledgerOfRows([{ date: '2026-10-05', token_count: 7, total_price }]);

    expect(entries).toEqual([{ bucket: '2026-10', totalTokens: 7, units }]);
  });

  it('does not know the price of a bucket of which one day has none', async () => {
    const { entries } = await ledgerOfRows([
      { date: '2026-10-05', token_count: 7, total_price: '1' },
      { date: '2026-10-06', token_count: 7, total_price: null },
      { date: '2026-11-06', token_count: 7, total_price: '1' },
    ]);

    expect(entries).toEqual([
      { bucket: '2026-10', totalTokens: 14, units: undefined },
      { bucket: '2026-11', totalTokens: 7, units: 10_000_000n },
    ]);
  });

  it('adds tokens that a database writes as text', async () => {
    const { entries } = await ledgerOfRows([
      { date: '2026-10-05', token_count: '90211', total_price: '1' },
      { date: '2026-10-06', token_count: '9', total_price: '1' },
    ]);

    expect(entries).toMatchObject([{ totalTokens: 90_220 }]);
  });

  it('refuses a sum that is beyond 2^53', async () => {
    const rows = ['05', '06'].map((day) => ({
      date: `2026-10-${day}`,
      token_count: 9_007_199_254_740_991,
      total_price: '1',
    }));

    await expect(ledgerOfRows(rows)).rejects.toMatchObject({
      problem: 'contract',
      message: expect.stringMatching(
        /token-costs whose sum is beyond 2\^53; look for a newer version of dify-usage$/,
      ),
    });
  });

  it('explains the rows without a date of a MySQL without time zones', async () => {
    const rows = [{ date: 'None', token_count: 7, total_price: '1' }];

    await expect(ledgerOfRows(rows)).rejects.toMatchObject({
      problem: 'contract',
      remedy: 'operator',
      message: expect.stringContaining('mysql_tzinfo_to_sql'),
    });
  });
});

describe('readRunStatistics', () => {
  it.each(['0.15.3', '1.8.1', '1.14.2'])('adds tokens and runs up on %s', async (version) => {
    const build = worldBuilder(version);
    const app = build.app('workflow');
    build.run(app, { at: '2026-10-05T10:00:00Z', nodes: [llm()] });
    build.run(app, { at: '2026-10-06T10:00:00Z', nodes: [llm(), llm()] });
    build.run(app, { at: '2026-11-05T10:00:00Z', nodes: [llm()] });
    build.run(app, { at: '2026-10-07T10:00:00Z', nodes: [llm()], origin: 'debugger' });
    const { session } = await serve(build, version);

    expect(await readRunStatistics(openAppReader(session, app.id), [BY_DATE])).toEqual([
      { bucket: '2026-10', tokens: 45, runs: 2 },
      { bucket: '2026-11', tokens: 15, runs: 1 },
    ]);
  });

  it('is empty for an app that nobody used', async () => {
    const build = worldBuilder('1.14.2');
    const app = build.app('workflow');
    const { session } = await serve(build);

    expect(await readRunStatistics(openAppReader(session, app.id), [WHOLE_OCTOBER])).toEqual([]);
  });
});

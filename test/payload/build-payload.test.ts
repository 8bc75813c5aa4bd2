import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { buildPayload, type PayloadOptions } from '../../src/payload/build-payload.ts';
import type { OutputMode } from '../../src/payload/payload.ts';
import { checkPayload } from '../../src/payload/payload-schema.ts';
import type { Amount } from '../../src/usage/amounts.ts';
import type { AppTotals } from '../../src/usage/usage-report.ts';
import { amount, app, appTotals } from '../support/usage.ts';

describe('buildPayload', () => {
  it('writes the fields in the order of the specification', () => {
    const payload = build([totals('app-1', amount({ tokens: 1200, units: 30_000n }))], {
      mode: 'both',
    });

    expect(JSON.stringify(payload)).toBe(
      '{"aggregation_period":"monthly","output_mode":"both",' +
        '"fetch_period":{"start":"2026-10-01T00:00:00.000Z","end":"2026-10-31T23:59:59.999Z"},' +
        '"app_records":[{"period":"2026-10","period_type":"monthly","app_id":"app-1",' +
        '"app_name":"Support","token_count":1200,"total_price":"0.0030000","currency":"USD"}],' +
        '"workspace_records":[{"period":"2026-10","period_type":"monthly",' +
        '"type":"workspace_total","token_count":1200,"total_price":"0.0030000","currency":"USD"}]}',
    );
  });

  it.each<[OutputMode, boolean, boolean]>([
    ['per_app', true, false],
    ['workspace', false, true],
    ['both', true, true],
  ])('has for %s the arrays that the mode names, and no empty one', (mode, apps, workspace) => {
    const payload = build([totals('app-1', amount())], { mode });

    expect(payload !== undefined && 'app_records' in payload).toBe(apps);
    expect(payload !== undefined && 'workspace_records' in payload).toBe(workspace);
  });

  it.each<OutputMode>(['per_app', 'workspace', 'both'])(
    'is nothing without usage for %s',
    (mode) => {
      expect(build([], { mode })).toBeUndefined();
      expect(build([totals('app-1')], { mode })).toBeUndefined();
    },
  );

  it('withholds the total while an app is withheld', () => {
    const options = { isWorkspaceComplete: false };
    const apps = [totals('app-1', amount())];

    expect(build(apps, { mode: 'both', ...options })).not.toHaveProperty('workspace_records');
    expect(build(apps, { mode: 'both', ...options })).toHaveProperty('app_records');
    expect(build(apps, { mode: 'workspace', ...options })).toBeUndefined();
  });

  it('sorts by period, then app, then currency', () => {
    const apps = [
      totals('b', amount({ bucket: '2026-11' }), amount({ bucket: '2026-10' })),
      totals('a', amount({ bucket: '2026-11' }), amount({ currency: 'CNY', bucket: '2026-11' })),
    ];

    const { app_records = [] } = build(apps) ?? {};
    expect(app_records.map(({ period, app_id, currency }) => [period, app_id, currency])).toEqual([
      ['2026-10', 'b', 'USD'],
      ['2026-11', 'a', 'CNY'],
      ['2026-11', 'a', 'USD'],
      ['2026-11', 'b', 'USD'],
    ]);
  });

  it('adds up the workspace per period and currency, never across currencies', () => {
    const apps = [
      totals('a', amount({ tokens: 1, units: 1n }), amount({ currency: 'CNY', tokens: 2 })),
      totals('b', amount({ tokens: 3, units: 9_999_999n })),
    ];

    expect(build(apps, { mode: 'workspace' })?.workspace_records).toMatchObject([
      { currency: 'CNY', token_count: 2 },
      { currency: 'USD', token_count: 4, total_price: '1.0000000' },
    ]);
  });

  it.each(['__proto__', 'constructor', '=cmd()', 'a","b', '\u0000', '𝒳'])(
    'takes %j for an id and a name like any other',
    (text) => {
      const payload = build([appTotals({ app: app({ id: text, name: text }) })]);

      expect(payload?.app_records).toMatchObject([{ app_id: text, app_name: text }]);
      expect(() => checkPayload(JSON.parse(JSON.stringify(payload)))).not.toThrow();
    },
  );

  it('gives equal bytes for equal usage, whatever the order of apps and amounts', () => {
    fc.assert(
      fc.property(shuffledApps, ([apps, shuffled]) => {
        expect(JSON.stringify(build(shuffled, { mode: 'both' }))).toBe(
          JSON.stringify(build(apps, { mode: 'both' })),
        );
      }),
    );
  });

  it('bills every token and unit once in the apps and once in the workspace', () => {
    fc.assert(
      fc.property(shuffledApps, ([apps]) => {
        const { app_records = [], workspace_records = [] } = build(apps, { mode: 'both' }) ?? {};
        const given = apps.flatMap(({ amounts }) => amounts);
        expect(sumOf(app_records)).toBe(given.reduce((sum, { tokens }) => sum + tokens, 0));
        expect(sumOf(workspace_records)).toBe(sumOf(app_records));
      }),
    );
  });

  it('always keeps to the contract', () => {
    fc.assert(
      fc.property(shuffledApps, ([apps]) => {
        const payload = build(apps, { mode: 'both' });
        if (payload !== undefined) checkPayload(payload);
      }),
    );
  });
});

function totals(id: string, ...amounts: readonly Amount[]): AppTotals {
  return appTotals({ app: app({ id }), amounts });
}

function build(apps: readonly AppTotals[], options: Partial<PayloadOptions> = {}) {
  return buildPayload(apps, {
    aggregation: 'monthly',
    mode: 'per_app',
    fetchPeriod: { start: '2026-10-01T00:00:00.000Z', end: '2026-10-31T23:59:59.999Z' },
    isWorkspaceComplete: true,
    ...options,
  });
}

function sumOf(records: readonly { readonly token_count: number }[]): number {
  return records.reduce((sum, { token_count }) => sum + token_count, 0);
}

/** As a report gives them: one amount per bucket and currency. */
const amounts = fc.uniqueArray(
  fc.record({
    bucket: fc.constantFrom('2026-10', '2026-11', '2026-12'),
    currency: fc.constantFrom('USD', 'CNY'),
    tokens: fc.nat(),
    units: fc.bigInt(0n, 10n ** 15n),
  }),
  { selector: ({ bucket, currency }) => `${bucket} ${currency}`, maxLength: 6 },
);

const shuffledApps = fc
  .uniqueArray(fc.tuple(fc.string({ minLength: 1 }), amounts), {
    selector: ([id]) => id,
    maxLength: 6,
  })
  .map((parts) => parts.map(([id, list]) => totals(id, ...list)))
  .chain((apps) =>
    fc.tuple(
      fc.constant(apps),
      fc
        .shuffledSubarray(apps, { minLength: apps.length, maxLength: apps.length })
        .map((list) => list.map((each) => ({ ...each, amounts: each.amounts.toReversed() }))),
    ),
  );

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { DetailNeeds } from '../../src/usage/app-detail.ts';
import type { AppUsage } from '../../src/usage/app-usage.ts';
import { gatherCurrencies, type ModelCurrency } from '../../src/usage/model-currency.ts';
import { buildUsageReport, type CollectedApp, sumApps } from '../../src/usage/usage-report.ts';
import { amount, app, appTotals, appUsage, usageEvent } from '../support/usage.ts';

describe('buildUsageReport', () => {
  it('is empty without apps', () => {
    expect(report([])).toEqual({
      apps: [],
      assumptions: [],
      differences: [],
      residuals: [],
      maybeDebug: { runs: 0, tokens: 0 },
      unfinishedRuns: 0,
    });
  });

  it('takes the amounts of node rows as they are', () => {
    const amounts = [amount({ currency: 'CNY' }), amount()];

    expect(report([collected({ amounts })]).apps).toEqual([appTotals({ amounts })]);
  });

  it('lists an app without usage without amounts', () => {
    expect(report([collected({ amounts: [amount({ tokens: 0, units: 0n })] })]).apps).toEqual([
      appTotals({ amounts: [] }),
    ]);
  });

  it('keeps a price without tokens and tokens without a price', () => {
    const amounts = [
      amount({ bucket: '2026-10', tokens: 0, units: 1n }),
      amount({ bucket: '2026-11', tokens: 1, units: 0n }),
    ];

    expect(report([collected({ amounts })]).apps[0]?.amounts).toEqual(amounts);
  });

  it('puts the apps in the order of their ids', () => {
    const ids = ['b', '__proto__', 'a'];

    expect(
      report(ids.map((id) => collected({ app: app({ id }) }))).apps.map(({ app: { id } }) => id),
    ).toEqual(['__proto__', 'a', 'b']);
  });

  describe('of a ledger', () => {
    const model = { provider: 'langgenius/deepseek/deepseek', name: 'deepseek-chat', savedAt: 0 };
    const chat = app({ mode: 'chat', model });
    const ledger = [
      { bucket: '2026-10', totalTokens: 30, units: 1200n },
      { bucket: '2026-11', totalTokens: 10, units: 400n },
    ];

    it('gives it the currency in which its model was seen, and assumes nothing', () => {
      const currencies = gatherCurrencies();
      currencies.learn(
        usageEvent({
          provider: model.provider,
          model: model.name,
          cost: { currency: 'CNY', units: 1n },
        }),
      );

      const { apps, assumptions } = report([collected({ app: chat, ledger })], { currencies });
      expect(apps[0]?.amounts).toEqual([
        { bucket: '2026-10', currency: 'CNY', tokens: 30, units: 1200n },
        { bucket: '2026-11', currency: 'CNY', tokens: 10, units: 400n },
      ]);
      expect(assumptions).toEqual([]);
    });

    it('gives it the configured one, and assumes nothing', () => {
      const modelCurrencies = [{ pattern: 'deepseek-*', currency: 'CNY' }];

      const { apps, assumptions } = report([collected({ app: chat, ledger })], { modelCurrencies });
      expect(apps[0]?.amounts[0]?.currency).toBe('CNY');
      expect(assumptions).toEqual([]);
    });

    it('says that it assumed one, and for how many tokens', () => {
      expect(report([collected({ app: chat, ledger })]).assumptions).toEqual([
        {
          kind: 'currency',
          app: chat,
          model: chat.model,
          currency: { currency: 'USD', basis: 'assumed', likelyRmb: true },
          tokens: 40,
        },
      ]);
    });

    it('assumes nothing for users, whose records have no price', () => {
      const needs = { users: true, models: false, messages: true };

      expect(report([collected({ app: chat, ledger })], { needs }).assumptions).toEqual([]);
    });

    it('has nothing to assume where nothing has a price', () => {
      const free = [
        { bucket: '2026-10', totalTokens: 30, units: 0n },
        { bucket: '2026-11', totalTokens: 10, units: undefined },
      ];

      const { apps, assumptions } = report([collected({ app: chat, ledger: free })]);
      expect(apps[0]?.amounts).toEqual([
        { bucket: '2026-10', currency: 'USD', tokens: 30, units: 0n },
        { bucket: '2026-11', currency: 'USD', tokens: 10, units: 0n },
      ]);
      expect(assumptions).toEqual([]);
    });

    it('says what lay in an hour that Dify cannot divide', () => {
      const straddling = [{ bucket: '2026-10', tokens: 7 }];

      expect(report([{ ...collected({ app: chat }), straddling }]).assumptions).toEqual([
        { kind: 'bucket', app: chat, bucket: '2026-10', tokens: 7 },
      ]);
    });
  });

  it('merges what the runs and the statistics of an app have to say', () => {
    const zero = { appId: 'app-1', bucket: '2026-10', cause: 'zero_totals' } as const;
    const gone = { appId: 'app-1', bucket: '2026-10', cause: 'runs_cleaned_up' } as const;
    const one: CollectedApp = {
      usage: appUsage({
        differences: [{ ...zero, tokens: -30, runs: 2 }],
        residuals: [{ ...gone, tokens: undefined, runs: 1 }],
      }),
      differences: [{ ...zero, tokens: -10, runs: 1 }],
      residuals: [{ ...gone, tokens: 5, runs: 1 }],
      straddling: [],
    };

    expect(report([one])).toMatchObject({
      differences: [{ ...zero, tokens: -40, runs: 3 }],
      residuals: [{ ...gone, tokens: undefined, runs: 2 }],
    });
  });

  it('adds up what may be debug and what has not ended', () => {
    const parts = [
      collected({ app: app({ id: 'a' }), maybeDebug: { runs: 1, tokens: 10 }, unfinishedRuns: 2 }),
      collected({ app: app({ id: 'b' }), maybeDebug: { runs: 2, tokens: 5 }, unfinishedRuns: 1 }),
    ];

    expect(report(parts)).toMatchObject({ maybeDebug: { runs: 3, tokens: 15 }, unfinishedRuns: 3 });
  });

  it('gives the same whatever the order of the apps', () => {
    fc.assert(
      fc.property(shuffledApps, ([apps, shuffled]) => {
        expect(report(shuffled)).toEqual(report(apps));
      }),
    );
  });
});

describe('sumApps', () => {
  it('adds up apps per bucket and currency', () => {
    const apps = [
      { app: app(), amounts: [amount({ tokens: 1 }), amount({ currency: 'CNY', tokens: 2 })] },
      { app: app({ id: 'app-2' }), amounts: [amount({ tokens: 4 })] },
    ];

    expect(sumApps(apps)).toEqual([
      { bucket: '2026-10', currency: 'CNY', tokens: 2, units: 2500n },
      { bucket: '2026-10', currency: 'USD', tokens: 5, units: 5000n },
    ]);
  });

  it('refuses a sum that no app has reached by itself', () => {
    const half = 2 ** 52;
    const apps = ['a', 'b'].map((id) => ({
      app: app({ id }),
      amounts: [amount({ tokens: half })],
    }));

    expect(() => sumApps(apps)).toThrow(RangeError);
  });
});

function collected(overrides: Partial<AppUsage>): CollectedApp {
  return { usage: appUsage(overrides), differences: [], residuals: [], straddling: [] };
}

function report(
  apps: readonly CollectedApp[],
  {
    currencies = gatherCurrencies(),
    modelCurrencies = [],
    needs = { users: false, models: false, messages: false },
  }: {
    readonly currencies?: ReturnType<typeof gatherCurrencies>;
    readonly modelCurrencies?: readonly ModelCurrency[];
    readonly needs?: DetailNeeds;
  } = {},
) {
  return buildUsageReport(apps, {
    currencies,
    modelCurrencies,
    needs,
    userId: 'id',
  });
}

const anyAmount = fc.record({
  bucket: fc.constantFrom('2026-10', '2026-11'),
  currency: fc.constantFrom('USD', 'CNY'),
  tokens: fc.nat({ max: 100 }),
  units: fc.bigInt(0n, 100n),
});

const anyApp = fc.record({
  amounts: fc.array(anyAmount, { maxLength: 3 }),
  ledger: fc.array(
    fc.record({
      bucket: fc.constantFrom('2026-10', '2026-11'),
      totalTokens: fc.nat({ max: 100 }),
      units: fc.option(fc.bigInt(0n, 100n), { nil: undefined }),
    }),
    { maxLength: 2 },
  ),
  unfinishedRuns: fc.nat({ max: 3 }),
});

const shuffledApps = fc
  .array(anyApp, { maxLength: 6 })
  .map((parts) =>
    parts.map((part, index) => collected({ app: app({ id: `app-${index}` }), ...part })),
  )
  .chain((apps) =>
    fc.tuple(
      fc.constant(apps),
      fc.shuffledSubarray(apps, { minLength: apps.length, maxLength: apps.length }),
    ),
  );

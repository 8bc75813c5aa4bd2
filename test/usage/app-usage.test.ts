import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type AppUsage, foldAppUsage } from '../../src/usage/app-usage.ts';
import type { RunUsage } from '../../src/usage/run-usage.ts';
import {
  app,
  at,
  counterTraits,
  listedRun,
  NOVEMBER,
  OCTOBER,
  runUsage,
  toolCall,
  usageEvent,
  usd,
} from '../support/usage.ts';

describe('foldAppUsage', () => {
  it('is empty at first', () => {
    expect(fold().result()).toEqual({
      app: app(),
      amounts: [],
      ledger: [],
      runCounts: [],
      differences: [],
      residuals: [],
      toolCalls: [],
      maybeDebug: { runs: 0, tokens: 0 },
      unfinishedRuns: 0,
    });
  });

  it('adds the events of runs per bucket and currency', () => {
    const usage = fold();
    usage.addRun(runUsage());
    usage.addRun(
      runUsage({
        events: [usageEvent(), usageEvent({ cost: { currency: 'CNY', units: 600n } })],
        countedTokens: 30,
      }),
    );

    expect(usage.result().amounts).toEqual([
      { bucket: '2026-10', currency: 'CNY', tokens: 15, units: 600n },
      { bucket: '2026-10', currency: 'USD', tokens: 30, units: 1500n },
    ]);
    expect(usage.result().runCounts).toEqual([
      { bucket: '2026-10', runs: 2, leafTokens: 45, countedTokens: 45, unfinished: 0 },
    ]);
  });

  it('puts a run into the bucket in which it started, to the millisecond', () => {
    const usage = fold();
    usage.addRun(runUsage({ startedAt: at('2026-10-31T23:59:59.999Z') }));
    usage.addRun(runUsage({ startedAt: at('2026-11-01T00:00:00.000Z') }));

    expect(usage.result().amounts.map(({ bucket, tokens }) => [bucket, tokens])).toEqual([
      ['2026-10', 15],
      ['2026-11', 15],
    ]);
  });

  it('leaves out everything of a run outside of the period', () => {
    const usage = fold();
    const outside = { startedAt: at('2026-12-01T00:00:00Z'), countedTokens: 99, status: 'running' };
    usage.addRun(runUsage({ ...outside, toolCalls: [toolCall()], mayBeDebugChild: true }));
    usage.addLostRun(listedRun(outside));

    expect(usage.result()).toEqual(fold().result());
  });

  it('bills a run that statistics do not count, but does not compare it with them', () => {
    const usage = fold();
    usage.addRun(runUsage({ inStatistics: false }));

    expect(usage.result().amounts).toHaveLength(1);
    expect(usage.result().runCounts).toEqual([]);
  });

  it('does not know what was counted when a single run does not tell', () => {
    const usage = fold();
    usage.addRun(runUsage());
    usage.addRun(runUsage({ countedTokens: undefined }));
    usage.addRun(runUsage());

    expect(usage.result().runCounts).toEqual([
      { bucket: '2026-10', runs: 3, leafTokens: 45, countedTokens: undefined, unfinished: 0 },
    ]);
  });

  it('adds up what explains the totals of its runs', () => {
    const usage = fold();
    usage.addRun(runUsage({ countedTokens: 0 }));
    usage.addRun(runUsage({ countedTokens: 0 }));
    usage.addRun(runUsage({ countedTokens: 16 }));

    expect(usage.result().differences).toEqual([
      { appId: 'app-1', bucket: '2026-10', cause: 'unexplained', tokens: 1, runs: 1 },
      { appId: 'app-1', bucket: '2026-10', cause: 'zero_totals', tokens: -30, runs: 2 },
    ]);
  });

  it('bills tokens without a price and names them', () => {
    const usage = fold();
    usage.addRun(runUsage({ events: [usageEvent({ cost: usd(0n) })], unpricedTokens: 15 }));

    expect(usage.result().amounts).toEqual([
      { bucket: '2026-10', currency: 'USD', tokens: 15, units: 0n },
    ]);
    expect(usage.result().residuals).toEqual([
      { appId: 'app-1', bucket: '2026-10', cause: 'price_unknown', tokens: 15, runs: 1 },
    ]);
  });

  it('counts the runs and tokens that may be debug', () => {
    const usage = fold();
    usage.addRun(runUsage({ mayBeDebugChild: true }));
    usage.addRun(runUsage({ mayBeDebugChild: true, events: [] }));
    usage.addRun(runUsage());

    expect(usage.result().maybeDebug).toEqual({ runs: 2, tokens: 15 });
  });

  it('counts runs that had not ended', () => {
    const usage = fold();
    for (const status of ['running', 'paused', 'stopped', 'failed', undefined]) {
      usage.addRun(runUsage({ status }));
    }

    expect(usage.result().unfinishedRuns).toBe(2);
    expect(usage.result().runCounts).toMatchObject([{ runs: 5, unfinished: 2 }]);
  });

  it('names a run whose nodes are gone, with what Dify had counted', () => {
    const usage = fold();
    usage.addLostRun(listedRun({ countedTokens: 40 }));

    expect(usage.result().residuals).toEqual([
      { appId: 'app-1', bucket: '2026-10', cause: 'runs_cleaned_up', tokens: 40, runs: 1 },
    ]);
    expect(usage.result().runCounts).toEqual([
      { bucket: '2026-10', runs: 1, leafTokens: 0, countedTokens: 40, unfinished: 0 },
    ]);
  });

  it.each([0, undefined])('does not know the tokens of a lost run counted as %s', (counted) => {
    const usage = fold();
    usage.addLostRun(listedRun({ countedTokens: counted }));
    usage.addLostRun(listedRun({ countedTokens: 40 }));

    expect(usage.result().residuals).toEqual([
      { appId: 'app-1', bucket: '2026-10', cause: 'runs_cleaned_up', tokens: undefined, runs: 2 },
    ]);
  });

  it('does not count a lost run that statistics cannot know', () => {
    const usage = fold();
    usage.addLostRun(listedRun({ inStatistics: false }));

    expect(usage.result().runCounts).toEqual([]);
    expect(usage.result().residuals).toHaveLength(1);
  });

  it('keeps the ledger as it is', () => {
    const entry = { bucket: '2026-10', totalTokens: 30, units: undefined };
    const usage = fold();
    usage.addLedger(entry);

    expect(usage.result().ledger).toEqual([entry]);
  });

  it('refuses a token sum beyond the safe integers', () => {
    const usage = fold();
    const huge = [usageEvent({ totalTokens: Number.MAX_SAFE_INTEGER })];
    usage.addRun(runUsage({ events: huge }));

    expect(() => usage.addRun(runUsage())).toThrow(RangeError);
  });

  it('gives the same whatever the order of the runs', () => {
    fc.assert(
      fc.property(shuffledRuns, ([runs, shuffled]) => {
        expect(sorted(foldAll(shuffled))).toEqual(sorted(foldAll(runs)));
      }),
    );
  });

  it('keeps billed tokens equal to those of the leaf rows, whatever Dify counted', () => {
    fc.assert(
      fc.property(fc.array(anyRun), (runs) => {
        const { amounts } = foldAll(runs);
        const billed = amounts.reduce((sum, { tokens }) => sum + tokens, 0);
        const spent = runs
          .flatMap(({ events }) => events)
          .reduce((sum, { totalTokens }) => sum + totalTokens, 0);
        expect(billed).toBe(spent);
      }),
    );
  });
});

const TRAITS = counterTraits({ totalsMayBeZero: true, containersMayCountTwice: true });

function fold() {
  return foldAppUsage(app(), [OCTOBER, NOVEMBER], TRAITS);
}

function foldAll(runs: readonly RunUsage[]): AppUsage {
  const usage = fold();
  for (const run of runs) {
    if (run.status === 'lost') usage.addLostRun({ ...run });
    else usage.addRun(run);
  }
  return usage.result();
}

/** What has no order of its own, in one that does not depend on the order of the runs. */
function sorted(usage: AppUsage) {
  const byText = (values: readonly unknown[]) => values.map((each) => JSON.stringify(each)).sort();
  return { ...usage, runCounts: byText(usage.runCounts), toolCalls: byText(usage.toolCalls) };
}

const anyEvent = fc
  .record({
    totalTokens: fc.nat({ max: 50 }),
    cost: fc.record({ currency: fc.constantFrom('USD', 'CNY'), units: fc.bigInt(0n, 1000n) }),
  })
  .map(({ totalTokens, cost }) =>
    usageEvent({ totalTokens, promptTokens: totalTokens, cost, promptUnits: cost.units }),
  );

const anyRun: fc.Arbitrary<RunUsage> = fc.record({
  id: fc.constant('run'),
  startedAt: fc.constantFrom(OCTOBER.start, OCTOBER.end - 1, NOVEMBER.start),
  status: fc.constantFrom('succeeded', 'running', 'failed', 'stopped'),
  countedTokens: fc.option(fc.nat({ max: 60 }), { nil: undefined }),
  inStatistics: fc.boolean(),
  creatorId: fc.constant('user'),
  mayBeDebugChild: fc.boolean(),
  events: fc.array(anyEvent, { maxLength: 3 }),
  containerTokens: fc.nat({ max: 50 }),
  hasFailedContainer: fc.boolean(),
  hasFailedNode: fc.boolean(),
  toolCalls: fc.array(
    fc.nat({ max: 30 }).map((totalTokens) => toolCall({ totalTokens })),
    { maxLength: 2 },
  ),
  unpricedTokens: fc.nat({ max: 5 }),
  hidesModels: fc.boolean(),
});

const shuffledRuns = fc
  .array(
    fc.tuple(anyRun, fc.boolean()).map(([run, isLost]) => ({
      ...run,
      ...(isLost ? { status: 'lost', events: [] } : {}),
    })),
    { maxLength: 8 },
  )
  .chain((runs) =>
    fc.tuple(
      fc.constant(runs),
      fc.shuffledSubarray(runs, { minLength: runs.length, maxLength: runs.length }),
    ),
  );

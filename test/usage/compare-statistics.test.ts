import { describe, expect, it } from 'vitest';
import type { AppUsage } from '../../src/usage/app-usage.ts';
import { compareStatistics } from '../../src/usage/compare-statistics.ts';
import type { RunCount } from '../../src/usage/count-runs.ts';
import { appUsage, counterTraits } from '../support/usage.ts';

const PLAIN = counterTraits();
const ZERO = counterTraits({ totalsMayBeZero: true });
const GROWING = counterTraits({ iterationsMayGrow: true });
const NOTHING = { differences: [], residuals: [] };

describe('compareStatistics', () => {
  it.each(['run_list', 'app_logs', 'messages'] as const)(
    'finds nothing where runs and tokens agree with the %s',
    (source) => {
      const usage = counted({ runs: 2, countedTokens: 60, leafTokens: 60 });

      expect(compareStatistics(usage, [row({ runs: 2, tokens: 60 })], source, PLAIN)).toEqual(
        NOTHING,
      );
    },
  );

  it('compares totals where they are known, since leaf rows may rightly differ', () => {
    const usage = counted({ runs: 1, countedTokens: 105, leafTokens: 60 });

    expect(compareStatistics(usage, [row({ runs: 1, tokens: 105 })], 'run_list', PLAIN)).toEqual(
      NOTHING,
    );
  });

  it('compares leaf rows where no list tells the totals', () => {
    const usage = counted({ runs: 1, countedTokens: undefined, leafTokens: 60 });

    expect(compareStatistics(usage, [row({ runs: 1, tokens: 60 })], 'messages', PLAIN)).toEqual(
      NOTHING,
    );
    expect(
      compareStatistics(usage, [row({ runs: 1, tokens: 61 })], 'messages', PLAIN).differences,
    ).toEqual([difference({ cause: 'unexplained', tokens: 1, runs: 0 })]);
  });

  it('compares each bucket by itself', () => {
    const usage = appUsage({
      runCounts: [runCount({ bucket: '2026-10' }), runCount({ bucket: '2026-11' })],
    });
    const statistics = [row({ bucket: '2026-11' }), row({ bucket: '2026-10', tokens: 25 })];

    expect(compareStatistics(usage, statistics, 'run_list', PLAIN).differences).toEqual([
      difference({ bucket: '2026-10', tokens: 10, runs: 0 }),
    ]);
  });

  describe('of runs that only the statistics know', () => {
    const usage = counted({ runs: 1, countedTokens: 15, leafTokens: 15 });
    const statistics = [row({ runs: 3, tokens: 50 })];

    it('names deleted conversations where runs are found through messages', () => {
      expect(compareStatistics(usage, statistics, 'messages', PLAIN)).toEqual({
        differences: [],
        residuals: [residual({ cause: 'deleted_conversations', tokens: 35, runs: 2 })],
      });
    });

    it('names runs without a log where they are found in the log', () => {
      expect(compareStatistics(usage, statistics, 'app_logs', PLAIN)).toEqual({
        differences: [],
        residuals: [residual({ cause: 'runs_without_log', tokens: 35, runs: 2 })],
      });
    });

    it('cannot explain them where Dify lists every run', () => {
      expect(compareStatistics(usage, statistics, 'run_list', PLAIN)).toEqual({
        differences: [difference({ tokens: 35, runs: 2 })],
        residuals: [],
      });
    });

    it('finds them in a bucket of which nothing was read', () => {
      expect(compareStatistics(appUsage(), statistics, 'messages', PLAIN).residuals).toEqual([
        residual({ cause: 'deleted_conversations', tokens: 50, runs: 3 }),
      ]);
    });

    it('never reports less than nothing', () => {
      expect(
        compareStatistics(usage, [row({ runs: 2, tokens: 10 })], 'app_logs', PLAIN).residuals,
      ).toEqual([residual({ cause: 'runs_without_log', tokens: 0, runs: 1 })]);
    });

    it('does not know their tokens where the version counts nothing', () => {
      const read = counted({ runs: 1, countedTokens: undefined, leafTokens: 60 });

      expect(
        compareStatistics(read, [row({ runs: 2, tokens: 0 })], 'messages', ZERO).residuals,
      ).toEqual([residual({ cause: 'deleted_conversations', tokens: undefined, runs: 1 })]);
    });

    it('knows their tokens where that version counted something after all', () => {
      const read = counted({ runs: 1, countedTokens: undefined, leafTokens: 15 });

      expect(
        compareStatistics(read, [row({ runs: 2, tokens: 45 })], 'app_logs', ZERO).residuals,
      ).toEqual([residual({ cause: 'runs_without_log', tokens: 30, runs: 1 })]);
    });
  });

  it.each(['run_list', 'app_logs'] as const)(
    'cannot explain a run of the %s that the statistics do not know',
    (source) => {
      const usage = counted({ runs: 2, countedTokens: 30, leafTokens: 30 });

      expect(compareStatistics(usage, [row()], source, PLAIN)).toEqual({
        differences: [difference({ tokens: -15, runs: 1 })],
        residuals: [],
      });
    },
  );

  it('takes a run that messages name and the statistics do not know for one that was deleted', () => {
    const usage = counted({ runs: 2, countedTokens: 30, leafTokens: 30 });

    expect(compareStatistics(usage, [row()], 'messages', PLAIN)).toEqual({
      differences: [difference({ cause: 'deleted_since', tokens: -15, runs: 1 })],
      residuals: [],
    });
  });

  it('cannot explain a bucket of which the statistics say nothing', () => {
    expect(compareStatistics(counted({}), [], 'run_list', PLAIN).differences).toEqual([
      difference({ tokens: -15, runs: 1 }),
    ]);
  });

  it('explains any difference by work that goes on in the same bucket', () => {
    const usage = counted({ runs: 3, countedTokens: 30, leafTokens: 30, unfinished: 1 });

    expect(
      compareStatistics(usage, [row({ runs: 3, tokens: 90 })], 'run_list', PLAIN).differences,
    ).toEqual([difference({ cause: 'runs_in_progress', tokens: 60, runs: 0 })]);
  });

  it('does not excuse a bucket by work that goes on in another one', () => {
    const usage = appUsage({
      runCounts: [runCount(), runCount({ bucket: '2026-11', unfinished: 1 })],
      unfinishedRuns: 1,
    });
    const statistics = [row({ tokens: 16 }), row({ bucket: '2026-11', tokens: 0 })];

    expect(compareStatistics(usage, statistics, 'run_list', PLAIN).differences).toEqual([
      difference({ bucket: '2026-10', tokens: 1, runs: 0 }),
      difference({ bucket: '2026-11', cause: 'runs_in_progress', tokens: -15, runs: 0 }),
    ]);
  });

  it('explains totals of zero only by a version that has them', () => {
    const usage = counted({ runs: 1, countedTokens: undefined, leafTokens: 60 });
    const statistics = [row({ runs: 1, tokens: 0 })];

    expect(compareStatistics(usage, statistics, 'messages', ZERO).differences).toEqual([
      difference({ cause: 'zero_totals', tokens: -60, runs: 0 }),
    ]);
    expect(compareStatistics(usage, statistics, 'messages', PLAIN).differences).toEqual([
      difference({ cause: 'unexplained', tokens: -60, runs: 0 }),
    ]);
  });

  it('does not take totals of zero for an excuse where the runs say otherwise', () => {
    const usage = counted({ runs: 1, countedTokens: 60, leafTokens: 60 });

    expect(
      compareStatistics(usage, [row({ runs: 1, tokens: 0 })], 'run_list', ZERO).differences,
    ).toEqual([difference({ tokens: -60, runs: 0 })]);
  });

  it('explains what grew in parallel iterations, never what shrank', () => {
    const usage = counted({ runs: 1, countedTokens: undefined, leafTokens: 60 });

    expect(
      compareStatistics(usage, [row({ runs: 1, tokens: 3222 })], 'messages', GROWING).differences,
    ).toEqual([difference({ cause: 'parallel_iterations', tokens: 3162, runs: 0 })]);
    expect(
      compareStatistics(usage, [row({ runs: 1, tokens: 59 })], 'messages', GROWING).differences,
    ).toEqual([difference({ tokens: -1, runs: 0 })]);
  });
});

function runCount(overrides: Partial<RunCount> = {}): RunCount {
  return {
    bucket: '2026-10',
    runs: 1,
    leafTokens: 15,
    countedTokens: 15,
    unfinished: 0,
    ...overrides,
  };
}

function counted(count: Partial<RunCount>, overrides: Partial<AppUsage> = {}): AppUsage {
  return appUsage({ runCounts: [runCount(count)], ...overrides });
}

function row(overrides: Partial<{ bucket: string; tokens: number; runs: number }> = {}) {
  return { bucket: '2026-10', tokens: 15, runs: 1, ...overrides };
}

function difference(overrides: Readonly<Record<string, unknown>>) {
  return { appId: 'app-1', bucket: '2026-10', cause: 'unexplained', ...overrides };
}

function residual(overrides: Readonly<Record<string, unknown>>) {
  return { appId: 'app-1', bucket: '2026-10', ...overrides };
}

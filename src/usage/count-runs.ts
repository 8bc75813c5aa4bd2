import type { Instant } from '../period/period.ts';
import type { ListedRun } from './run-usage.ts';

/** What was read of the runs that Dify's workflow statistics count, to compare with them. */
export type RunCount = {
  readonly bucket: string;
  readonly runs: number;
  readonly leafTokens: number;
  /** Undefined when a run's total is in no list. */
  readonly countedTokens: number | undefined;
  /** How many of them had not ended when they were read. */
  readonly unfinished: number;
};

/** What a bucket without runs holds. */
export const NO_RUNS: Omit<RunCount, 'bucket'> = {
  runs: 0,
  leafTokens: 0,
  countedTokens: 0,
  unfinished: 0,
};

export type RunCounter = {
  add(run: ListedRun, leafTokens: number): void;
  list(): RunCount[];
};

/** Counts runs by what their start belongs to: a bucket, or a date. */
export function createRunCounter(labelOf: (startedAt: Instant) => string | undefined): RunCounter {
  const counts = new Map<string, RunCount>();
  return {
    add(run, leafTokens) {
      const bucket = labelOf(run.startedAt);
      if (bucket === undefined) return;
      const { countedTokens } = run;
      const sum = counts.get(bucket) ?? { ...NO_RUNS, bucket };
      counts.set(bucket, {
        bucket,
        runs: sum.runs + 1,
        leafTokens: sum.leafTokens + leafTokens,
        countedTokens:
          sum.countedTokens === undefined || countedTokens === undefined
            ? undefined
            : sum.countedTokens + countedTokens,
        unfinished: sum.unfinished + (isUnfinished(run) ? 1 : 0),
      });
    },
    list: () => [...counts.values()],
  };
}

export function isUnfinished({ status }: ListedRun): boolean {
  return status === 'running' || status === 'paused';
}

/** The tokens that Dify's statistics should have of these runs. */
export function expectedTokens({ countedTokens, leafTokens }: Omit<RunCount, 'bucket'>): number {
  return countedTokens ?? leafTokens;
}

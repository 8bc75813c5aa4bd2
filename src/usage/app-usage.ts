import { findBucket } from '../period/buckets.ts';
import type { Bucket, Instant } from '../period/period.ts';
import { type Amount, sumAmounts } from './amounts.ts';
import type { App } from './app.ts';
import type { AppDetail } from './app-detail.ts';
import { createRunCounter, isUnfinished, type RunCount } from './count-runs.ts';
import { type CounterTraits, explainRun } from './explain-run.ts';
import { type Difference, mergeFindings, type Residual } from './findings.ts';
import type { NodeDetailFold } from './node-detail.ts';
import { type ListedRun, type RunUsage, sumTokens, type ToolCall } from './run-usage.ts';
import type { LedgerEntry } from './usage-event.ts';

/** Everything collected about one app, folded: small, whatever the number of runs. */
export type AppUsage = {
  readonly app: App;
  /** From leaf rows, in their own currencies. */
  readonly amounts: readonly Amount[];
  /** From Dify's statistics, currency not told. */
  readonly ledger: readonly LedgerEntry[];
  readonly runCounts: readonly RunCount[];
  readonly differences: readonly Difference[];
  readonly residuals: readonly Residual[];
  readonly toolCalls: readonly ToolCall[];
  /** Children of debugger runs that Dify files as production (usage-data A.2), billed and counted. */
  readonly maybeDebug: { readonly runs: number; readonly tokens: number };
  /** Runs of this period that had not ended when they were read. */
  readonly unfinishedRuns: number;
  /** Users and models, where the output mode shows them. */
  readonly detail?: AppDetail | undefined;
};

export type AppUsageFold = {
  addRun(run: RunUsage): void;
  /** A run that the statistics count, but whose nodes Dify has deleted. */
  addLostRun(run: ListedRun): void;
  addLedger(entry: LedgerEntry): void;
  addResidual(residual: Omit<Residual, 'appId'>): void;
  /** The runs that the statistics count, by date in the account's zone where that is asked for. */
  countByDate(): readonly RunCount[];
  result(): AppUsage;
};

/** Folds runs one by one, so that no more than one page of them is ever held. */
export function foldAppUsage(
  app: App,
  buckets: readonly Bucket[],
  traits: CounterTraits,
  detail?: NodeDetailFold,
  dateOf: (startedAt: Instant) => string | undefined = () => undefined,
): AppUsageFold {
  const amounts = sumAmounts([], `the app ${app.id}`);
  const ledger: LedgerEntry[] = [];
  const runCounts = createRunCounter((startedAt) => findBucket(buckets, startedAt)?.label);
  const dateCounts = createRunCounter(dateOf);
  const toolCalls: ToolCall[] = [];
  let differences: Difference[] = [];
  let residuals: Residual[] = [];
  let maybeDebug = { runs: 0, tokens: 0 };
  let unfinishedRuns = 0;

  const countRun = (run: ListedRun, leafTokens: number) => {
    runCounts.add(run, leafTokens);
    dateCounts.add(run, leafTokens);
  };
  const addResidual = (residual: Omit<Residual, 'appId'>) => {
    residuals = mergeFindings([...residuals, { ...residual, appId: app.id }]);
  };

  return {
    addRun(run) {
      const bucket = findBucket(buckets, run.startedAt)?.label;
      if (bucket === undefined) return;

      const tokens = sumTokens(run.events);
      for (const event of run.events) {
        amounts.add(bucket, event.totalTokens, event.cost);
        detail?.addEvent(bucket, event);
      }
      if (run.inStatistics) countRun(run, tokens);
      if (run.mayBeDebugChild) {
        maybeDebug = { runs: maybeDebug.runs + 1, tokens: maybeDebug.tokens + tokens };
      }
      if (isUnfinished(run)) unfinishedRuns += 1;
      toolCalls.push(...run.toolCalls);
      if (run.unpricedTokens > 0) {
        addResidual({ bucket, cause: 'price_unknown', tokens: run.unpricedTokens, runs: 1 });
      }

      const explained = explainRun(run, traits).map((part) => ({
        ...part,
        appId: app.id,
        bucket,
        runs: 1,
      }));
      if (explained.length > 0) differences = mergeFindings([...differences, ...explained]);
    },
    addLostRun(run) {
      const bucket = findBucket(buckets, run.startedAt)?.label;
      if (bucket === undefined) return;

      if (run.inStatistics) countRun(run, 0);
      addResidual({
        bucket,
        cause: 'runs_cleaned_up',
        tokens: run.countedTokens || undefined,
        runs: 1,
      });
    },
    addLedger: (entry) => ledger.push(entry),
    addResidual,
    countByDate: dateCounts.list,
    result: () => ({
      app,
      amounts: amounts.list(),
      ledger,
      runCounts: runCounts.list(),
      differences,
      residuals,
      toolCalls,
      maybeDebug,
      unfinishedRuns,
      detail: detail?.result(),
    }),
  };
}

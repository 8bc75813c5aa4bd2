import { findBucket } from '../period/buckets.ts';
import { createDateFinder } from '../period/time-zone.ts';
import type { App } from '../usage/app.ts';
import { type AppUsage, foldAppUsage } from '../usage/app-usage.ts';
import {
  type Comparison,
  compareStatistics,
  type RunStatistics,
} from '../usage/compare-statistics.ts';
import { foldNodeDetail } from '../usage/node-detail.ts';
import type { ListedRun } from '../usage/run-usage.ts';
import { checkRunCount } from './check-run-count.ts';
import { collectLostRuns } from './collect-lost-runs.ts';
import { createRunCollector } from './collect-runs.ts';
import type { CollectScope } from './collect-scope.ts';
import { proveRunStatistics } from './prove-run-statistics.ts';

/**
 * A workflow app: the runs of its log, which alone has trigger runs, and where the statistics
 * count more of them (running and crashed ones up to 1.10.1) those of the run list.
 */
export async function collectWorkflowApp(
  scope: CollectScope,
  app: App,
): Promise<{ readonly usage: AppUsage; readonly comparison: Comparison }> {
  const { session, reader, period } = scope;
  const detail = foldNodeDetail(scope.needs);
  const { counters } = session.traits;
  const dateOf = createDateFinder(scope.accountTimeZone);
  const fold = foldAppUsage(app, scope.buckets, counters, detail, dateOf);
  const collector = createRunCollector(scope, app, fold, ({ startedAt, user }) => {
    const bucket = findBucket(scope.buckets, startedAt)?.label;
    if (bucket !== undefined) detail.addMessage(bucket, user);
  });

  const traces = new Map<string, number>();
  await collector.collect(readLog(scope, traces));
  const statistics = await proveRunStatistics(scope, fold);
  const needsRunList = session.traits.listsAppRuns && missesRuns(fold.result(), statistics);
  if (needsRunList) await collector.collect(reader.readAppRuns(period));
  const lost = await collectLostRuns(scope, collector, fold.result(), statistics);
  for (const [bucket, runs] of traces) {
    const unknown = runs - (lost.get(bucket) ?? 0);
    if (unknown > 0) {
      fold.addResidual({ bucket, cause: 'runs_cleaned_up', tokens: undefined, runs: unknown });
    }
  }

  const usage = fold.result();
  if (session.traits.listsAppRuns) checkRunCount(scope, app, usage, statistics);
  const source = session.traits.listsAppRuns ? 'run_list' : 'app_logs';
  return {
    usage,
    comparison: compareStatistics(usage, statistics, source, counters),
  };
}

/** Counts the traces that deleted runs have left in the log, per bucket. */
async function* readLog(
  { reader, period, buckets, now }: CollectScope,
  traces: Map<string, number>,
): AsyncGenerator<ListedRun> {
  for await (const logged of reader.readLoggedRuns(period, now)) {
    if (logged.kind === 'run') {
      yield logged.run;
      continue;
    }
    const bucket = findBucket(buckets, logged.loggedAt)?.label;
    if (bucket === undefined) continue;
    traces.set(bucket, (traces.get(bucket) ?? 0) + 1);
  }
}

function missesRuns({ runCounts }: AppUsage, statistics: readonly RunStatistics[]): boolean {
  return statistics.some(
    ({ bucket, runs }) => runs !== (runCounts.find((row) => row.bucket === bucket)?.runs ?? 0),
  );
}

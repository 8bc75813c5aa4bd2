import { fetchRunStatistics } from '../dify/statistics.ts';
import { readLoggedRuns } from '../dify/workflow-logs.ts';
import { readAppRuns } from '../dify/workflow-runs.ts';
import { findBucket } from '../period/buckets.ts';
import type { App } from '../usage/app.ts';
import { type AppUsage, type AppUsageFold, foldAppUsage } from '../usage/app-usage.ts';
import {
  type Comparison,
  compareStatistics,
  type RunStatistics,
} from '../usage/compare-statistics.ts';
import { foldNodeDetail } from '../usage/node-detail.ts';
import type { ListedRun } from '../usage/run-usage.ts';
import { checkRunCount } from './check-run-count.ts';
import { createRunCollector } from './collect-runs.ts';
import type { CollectScope } from './collect-scope.ts';

/**
 * A workflow app: the runs of its log, which alone has trigger runs, and where the statistics
 * count more of them (running and crashed ones up to 1.10.1) those of the run list.
 */
export async function collectWorkflowApp(
  scope: CollectScope,
  app: App,
): Promise<{ readonly usage: AppUsage; readonly comparison: Comparison }> {
  const { session, period } = scope;
  const detail = foldNodeDetail(scope.needs);
  const fold = foldAppUsage(app, scope.buckets, session.traits.counters, detail);
  const collector = createRunCollector(scope, app, fold, ({ startedAt, user }) => {
    const bucket = findBucket(scope.buckets, startedAt)?.label;
    if (bucket !== undefined) detail.addMessage(bucket, user);
  });

  await collector.collect(readLog(scope, app, fold));
  const statistics = await fetchRunStatistics(session, app.id, scope.windows);
  const needsRunList = session.traits.listsAppRuns && missesRuns(fold.result(), statistics);
  if (needsRunList) await collector.collect(readAppRuns(session, app.id, period));

  const usage = fold.result();
  if (session.traits.listsAppRuns) checkRunCount(scope, app, usage, statistics);
  const source = session.traits.listsAppRuns ? 'run_list' : 'app_logs';
  return {
    usage,
    comparison: compareStatistics(usage, statistics, source, session.traits.counters),
  };
}

async function* readLog(
  { session, period, buckets, now }: CollectScope,
  app: App,
  fold: AppUsageFold,
): AsyncGenerator<ListedRun> {
  for await (const logged of readLoggedRuns(session, app.id, period, now)) {
    if (logged.kind === 'run') {
      yield logged.run;
      continue;
    }
    const bucket = findBucket(buckets, logged.loggedAt)?.label;
    if (bucket === undefined) continue;
    fold.addResidual({ bucket, cause: 'runs_cleaned_up', tokens: undefined, runs: 1 });
  }
}

function missesRuns({ runCounts }: AppUsage, statistics: readonly RunStatistics[]): boolean {
  return statistics.some(
    ({ bucket, runs }) => runs !== (runCounts.find((row) => row.bucket === bucket)?.runs ?? 0),
  );
}

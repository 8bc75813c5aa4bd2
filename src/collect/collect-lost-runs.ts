import { findBucket } from '../period/buckets.ts';
import type { AppUsage } from '../usage/app-usage.ts';
import type { RunStatistics } from '../usage/compare-statistics.ts';
import type { RunCollector } from './collect-runs.ts';
import type { CollectScope } from './collect-scope.ts';

/**
 * Bills the runs that were read before and that Dify lists no more, as they were then; returns how
 * many there are in each bucket.
 *
 * Log cleanup takes a run out of the statistics as well, the deletion of its conversation does not:
 * as many of them as these count more are compared with the statistics.
 */
export async function collectLostRuns(
  { reader, period, buckets }: CollectScope,
  collector: RunCollector,
  { runCounts }: AppUsage,
  statistics: readonly RunStatistics[],
): Promise<ReadonlyMap<string, number>> {
  const bucketOf = (startedAt: number) => findBucket(buckets, startedAt)?.label ?? '';
  const lost = await reader.listLostRuns(period, collector.has);
  const counts = new Map<string, number>();
  for (const { startedAt } of lost) {
    const bucket = bucketOf(startedAt);
    counts.set(bucket, (counts.get(bucket) ?? 0) + 1);
  }

  const left = new Map(
    [...counts].map(([bucket]) => {
      const theirs = statistics.find((row) => row.bucket === bucket)?.runs ?? 0;
      const listed = runCounts.find((row) => row.bucket === bucket)?.runs ?? 0;
      return [bucket, theirs - listed];
    }),
  );
  const decided = lost.map((run) => {
    const bucket = bucketOf(run.startedAt);
    const rest = left.get(bucket) ?? 0;
    left.set(bucket, rest - 1);
    return { ...run, inStatistics: run.inStatistics && rest > 0 };
  });
  await collector.collect(decided);
  return counts;
}

import { DifyError } from '../dify/dify-error.ts';
import { message } from '../language/message.ts';
import type { App } from '../usage/app.ts';
import type { AppUsage } from '../usage/app-usage.ts';
import type { RunStatistics } from '../usage/compare-statistics.ts';
import type { CollectScope } from './collect-scope.ts';

/** A run may be counted a moment before it is listed. */
const SETTLED_AFTER_MS = 20 * 60_000;

/**
 * Proves that every run which the statistics count was listed. Cursors lose runs that start
 * at the same instant in great numbers (usage-data E.1), and a bill without them would look right.
 */
export function checkRunCount(
  { session, buckets, now }: CollectScope,
  app: App,
  { runCounts }: AppUsage,
  statistics: readonly RunStatistics[],
): void {
  for (const { label, end } of buckets) {
    const counted = statistics.find(({ bucket }) => bucket === label)?.runs ?? 0;
    const listed = runCounts.find(({ bucket }) => bucket === label)?.runs ?? 0;
    if (counted <= listed || now < end + SETTLED_AFTER_MS) continue;
    const { host } = session;
    throw new DifyError(
      'unavailable',
      message('reading_too_few_runs', { host, counted, app: app.id, period: label, listed }),
      { host, endpoint: 'GET /apps/{app}/workflow-runs' },
    );
  }
}

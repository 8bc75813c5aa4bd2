import type { CacheChange } from '../cache/cache-scope.ts';
import type { AppList } from '../dify/app-list.ts';
import { findBucket } from '../period/buckets.ts';
import type { Bucket, Period } from '../period/period.ts';
import type { App } from '../usage/app.ts';
import type { AppUsage } from '../usage/app-usage.ts';
import { type Difference, mergeFindings } from '../usage/findings.ts';
import type { CacheOptions } from './open-reader.ts';

/**
 * The apps that earlier runs have read, that Dify does not list any more, and that it may have had
 * in the period. When some cannot be listed at all, nobody knows which these are.
 */
export async function listDeletedApps(
  { apps, unlistable }: AppList,
  { start }: Period,
  cache: CacheOptions | undefined,
): Promise<App[]> {
  if (cache === undefined || unlistable > 0) return [];

  const listed = new Set(apps.map(({ id }) => id));
  const known = await cache.knownApps();
  return [...known.values()]
    .filter(({ id, missingSince = Infinity }) => !listed.has(id) && missingSince > start)
    .map(({ id, name, mode }) => ({ id, name, mode, model: undefined }));
}

/** Whether anything was spent or done in the period. */
export function hasUsage({ amounts, ledger, runCounts, detail }: AppUsage): boolean {
  return (
    amounts.length > 0 ||
    runCounts.length > 0 ||
    ledger.some(({ totalTokens, units = 0n }) => totalTokens > 0 || units > 0n) ||
    (detail?.users.length ?? 0) > 0
  );
}

/** What an app that is gone spent by its statistics: no run of it tells. */
export function findDeletedLedger({ app, ledger }: AppUsage): Difference[] {
  return ledger.map(({ bucket, totalTokens }) => ({
    appId: app.id,
    bucket,
    cause: 'deleted_since',
    tokens: -totalTokens,
    runs: 0,
  }));
}

export function toDifferences(
  appId: string,
  changes: readonly CacheChange[],
  buckets: readonly Bucket[],
): Difference[] {
  return mergeFindings(
    changes.flatMap(({ cause, at, tokens, runs }) => {
      const bucket = findBucket(buckets, at)?.label;
      return bucket === undefined ? [] : [{ appId, bucket, cause, tokens, runs }];
    }),
  );
}

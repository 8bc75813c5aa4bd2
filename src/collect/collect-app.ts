import type { CacheChange } from '../cache/cache-scope.ts';
import type { Bucket } from '../period/period.ts';
import type { Stretch } from '../period/stretch.ts';
import { type App, isCovered } from '../usage/app.ts';
import type { AppUsage } from '../usage/app-usage.ts';
import type { Comparison } from '../usage/compare-statistics.ts';
import { type AppFailure, toAppFailure } from './app-failure.ts';
import { collectAdvancedChatApp } from './collect-advanced-chat-app.ts';
import { collectLedgerApp, type LedgerScope } from './collect-ledger-app.ts';
import { collectWorkflowApp } from './collect-workflow-app.ts';
import { findDeletedLedger, toDifferences } from './deleted-apps.ts';
import { type AppNews, type CacheOptions, openReader } from './open-reader.ts';
import type { Straddling } from './sum-statistics.ts';

/** How reading one app ended. */
export type AppResult =
  | {
      readonly kind: 'complete';
      readonly app: App;
      readonly usage: AppUsage;
      readonly comparison: Comparison;
      readonly straddling: readonly Straddling[];
      /** Dify does not have it any more: it is what earlier runs have read. */
      readonly isDeleted: boolean;
      /** When a deleted app may have spent what no run has read, within the period. */
      readonly unknown: readonly Stretch[];
    }
  /** Nothing of it is billed until it can be read whole. */
  | AppFailure
  /** A mode that this program does not know. */
  | { readonly kind: 'not_covered'; readonly app: App };

/** What all apps of a workspace have in common. */
export type WorkspaceScope = Omit<LedgerScope, 'reader'> & {
  readonly cache: CacheOptions | undefined;
  readonly news: AppNews[];
};

/** Reads what one app spent; of a deleted one, what earlier runs have read of it. */
export async function collectApp(
  scope: WorkspaceScope,
  app: App,
  isDeleted: boolean,
): Promise<AppResult> {
  const opened = await openReader(scope, app, scope.cache, isDeleted);
  try {
    const result = await collectByMode({ ...scope, reader: opened.reader }, opened.app);
    if (result.kind !== 'complete') return result;
    opened.complete();
    const unknown = opened.listUnknown();
    return withChanges({ ...result, isDeleted, unknown }, opened.changes, scope.buckets);
  } catch (error) {
    return toAppFailure(app, error);
  } finally {
    // What was read of an app that is withheld need not be asked for again either.
    scope.news.push({ app, days: opened.news() });
  }
}

async function collectByMode(scope: LedgerScope, app: App): Promise<AppResult> {
  if (!isCovered(app)) return { kind: 'not_covered', app };
  switch (app.mode) {
    case 'advanced-chat':
      return { ...COMPLETE, app, ...(await collectAdvancedChatApp(scope, app)) };
    case 'workflow':
      return { ...COMPLETE, app, ...(await collectWorkflowApp(scope, app)) };
    default:
      return { ...COMPLETE, app, ...(await collectLedgerApp(scope, app)) };
  }
}

const COMPLETE = { kind: 'complete', straddling: [], isDeleted: false, unknown: [] } as const;

type CompleteResult = Extract<AppResult, { kind: 'complete' }>;

function withChanges(
  result: CompleteResult,
  changes: readonly CacheChange[],
  buckets: readonly Bucket[],
): CompleteResult {
  const { app, comparison, usage, isDeleted } = result;
  const differences = [
    ...comparison.differences,
    ...toDifferences(app.id, changes, buckets),
    ...(isDeleted ? findDeletedLedger(usage) : []),
  ];
  return { ...result, comparison: { ...comparison, differences } };
}

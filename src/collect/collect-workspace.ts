import type { CacheChange } from '../cache/cache-scope.ts';
import { fetchApps } from '../dify/app-list.ts';
import { DifyError } from '../dify/dify-error.ts';
import type { DifySession } from '../dify/dify-session.ts';
import { createAccountEmails } from '../dify/members.ts';
import type { HttpError } from '../http/http-error.ts';
import { message } from '../language/message.ts';
import { createCellFinder } from '../period/minute-cell.ts';
import type { Bucket, Instant, Period } from '../period/period.ts';
import { planStatisticsWindows } from '../period/statistics-windows.ts';
import type { Stretch } from '../period/stretch.ts';
import { type App, isCovered, isNodeBased } from '../usage/app.ts';
import type { DetailNeeds } from '../usage/app-detail.ts';
import { type AppUsage, foldAppUsage } from '../usage/app-usage.ts';
import type { Comparison } from '../usage/compare-statistics.ts';
import { findLostChildren, rememberChildRuns } from '../usage/match-tool-calls.ts';
import type { CurrencyEvidence, ModelCurrency } from '../usage/model-currency.ts';
import type { UserNaming } from '../usage/name-users.ts';
import { needsLedgerDetail } from '../usage/needs-ledger-detail.ts';
import { gatherUnitPrices } from '../usage/unit-prices.ts';
import { type AppFailure, toAppFailure } from './app-failure.ts';
import { collectAdvancedChatApp } from './collect-advanced-chat-app.ts';
import { collectLedgerDetail, type LedgerDetailOptions } from './collect-ledger-detail.ts';
import type { CollectScope } from './collect-scope.ts';
import { collectWorkflowApp } from './collect-workflow-app.ts';
import { findDeletedLedger, hasUsage, listDeletedApps, toDifferences } from './deleted-apps.ts';
import { forEachConcurrently } from './for-each-concurrently.ts';
import { ledgerNeeds } from './ledger-needs.ts';
import { type AppNews, type CacheOptions, openReader, saveNews } from './open-reader.ts';
import { readLedger, type Straddling } from './sum-statistics.ts';

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

export type WorkspaceUsage = {
  readonly results: readonly AppResult[];
  readonly unlistableApps: number;
  /** Keeps for later runs what was read; the bill has the first claim on the disk. */
  remember(): Promise<void>;
};

export type CollectOptions = {
  readonly period: Period;
  readonly buckets: readonly Bucket[];
  readonly accountTimeZone: string;
  readonly appIds: readonly string[] | undefined;
  /** How many apps, runs or conversations are read at once; the session bounds the requests. */
  readonly workers: number;
  readonly now: Instant;
  readonly currencies: CurrencyEvidence;
  /** What the output mode shows beyond sums. */
  readonly needs: DetailNeeds;
  readonly modelCurrencies: readonly ModelCurrency[];
  readonly userId: UserNaming;
  readonly minuteWindows: LedgerDetailOptions['minuteWindows'];
  readonly assumeModel: LedgerDetailOptions['assumeModel'];
  /** Throws when the account no longer is where it was: then nothing read can be trusted. */
  readonly verifyAccount: () => Promise<void>;
  /** What earlier runs have read; undefined to ask Dify for everything. */
  readonly cache: CacheOptions | undefined;
  readonly onProgress: (progress: Progress) => void;
};

type AppScope = CollectScope & {
  readonly ledgerDetail: LedgerDetailOptions;
  /** What is asked of chat, agent-chat, completion and agent apps. */
  readonly ledgerNeeds: DetailNeeds;
};
type WorkspaceScope = Omit<AppScope, 'reader'> &
  Pick<CollectOptions, 'cache'> & { readonly news: AppNews[] };

export type Progress = {
  readonly appsDone: number;
  readonly apps: number;
  readonly runsRead: number;
};

/**
 * Reads what every app of the session's workspace spent. An app that cannot be read is withheld
 * and the others go on; a session that is refused ends it all.
 */
export async function collectWorkspace(
  session: DifySession,
  options: CollectOptions,
): Promise<WorkspaceUsage> {
  const list = await fetchApps(session);
  const deleted = await listDeletedApps(list, options.period, options.cache);
  const apps = [...list.apps, ...deleted].filter(
    ({ id }) => options.appIds?.includes(id.toLowerCase()) ?? true,
  );

  let appsDone = 0;
  let runsRead = 0;
  const report = () => options.onProgress({ appsDone, apps: apps.length, runsRead });
  const windows = planStatisticsWindows(options.buckets, options.accountTimeZone);
  const scope: WorkspaceScope = {
    ...options,
    session,
    windows,
    findCell: createCellFinder(windows, options.accountTimeZone),
    childRuns: rememberChildRuns(),
    unitPrices: gatherUnitPrices(),
    ledgerDetail: {
      minuteWindows: options.minuteWindows,
      assumeModel: options.assumeModel,
      // No list shows the e-mail of an account, and only the members' list does.
      accountEmails: options.userId === 'session' ? createAccountEmails(session) : undefined,
    },
    news: [],
    ledgerNeeds: options.needs,
    onRun: () => {
      runsRead += 1;
      report();
    },
  };

  const results: AppResult[] = [];
  let outagesInARow = 0;
  const collectIn = (scope: WorkspaceScope) => async (app: App) => {
    const outage = outagesInARow >= MAX_OUTAGES ? lastOutage(results) : undefined;
    const result: AppResult =
      outage === undefined
        ? await collectApp(scope, app, deleted.includes(app))
        : { kind: 'withheld', app, error: outage };
    outagesInARow = isOutage(result) ? outagesInARow + 1 : 0;
    results.push(result);
    appsDone += 1;
    report();
  };
  // What the models of a workspace cost is seen in node rows, and is needed to divide a ledger.
  await forEachConcurrently(apps.filter(isNodeBased), options.workers, collectIn(scope));
  const others = apps.filter((app) => !isNodeBased(app));
  const ledgerScope = { ...scope, ledgerNeeds: ledgerNeeds(options, others) };
  await forEachConcurrently(others, options.workers, collectIn(ledgerScope));
  await options.verifyAccount();
  const doubted = await doubtGone(session, results);
  const remembered = await rememberGone(ledgerScope, doubted);
  const found = remembered.filter(
    (result) =>
      result.kind !== 'complete' ||
      !result.isDeleted ||
      hasUsage(result.usage) ||
      result.unknown.length > 0,
  );
  return {
    results: addLostChildren(
      found.sort((left, right) => (left.app.id < right.app.id ? -1 : 1)),
      scope,
    ),
    unlistableApps: options.appIds === undefined ? list.unlistable : 0,
    // Not before it was certain that all of it was read in one workspace and one zone.
    remember: async () => {
      if (options.cache !== undefined) await saveNews(options.cache, scope.news);
    },
  };
}

/** Each app waits for Dify with all its retries: a Dify that is down must not be asked a thousand times. */
const MAX_OUTAGES = 3;

function isOutage(result: AppResult): boolean {
  if (result.kind !== 'withheld' || result.error.remedy !== 'time') return false;
  // A 500 is often the fault of one app; no answer at all, or a gateway's, is everybody's.
  return !(result.error instanceof DifyError) || result.error.status !== 500;
}

function lastOutage(results: readonly AppResult[]): HttpError | undefined {
  const last = results.findLast(isOutage);
  return last?.kind === 'withheld' ? last.error : undefined;
}

/** An app that Dify denied and then lists again was not deleted: the workspace was switched. */
async function doubtGone(
  session: DifySession,
  results: readonly AppResult[],
): Promise<AppResult[]> {
  if (!results.some(({ kind }) => kind === 'gone')) return [...results];

  const listed = new Set((await fetchApps(session)).apps.map(({ id }) => id));
  return results.map((result) => {
    const { kind, app } = result;
    if (kind !== 'gone' || !listed.has(app.id)) return result;
    const error = new DifyError(
      'unavailable',
      message('reading_app_denied', { host: session.host, app: app.id }),
      { host: session.host, endpoint: 'GET /apps' },
    );
    return { kind: 'withheld', app, error };
  });
}

/** What was read of an app before it was deleted in the middle of this run stays in the bill. */
async function rememberGone(
  scope: WorkspaceScope,
  results: readonly AppResult[],
): Promise<AppResult[]> {
  const remembered: AppResult[] = [];
  for (const result of results) {
    const known =
      result.kind === 'gone' && scope.cache !== undefined
        ? await collectApp(scope, result.app, true)
        : result;
    const isKnown = known.kind === 'complete' && (!known.isDeleted || hasUsage(known.usage));
    remembered.push(isKnown ? known : result);
  }
  return remembered;
}

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

async function collectApp(scope: WorkspaceScope, app: App, isDeleted: boolean): Promise<AppResult> {
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

async function collectByMode(scope: AppScope, app: App): Promise<AppResult> {
  if (!isCovered(app)) return { kind: 'not_covered', app };
  switch (app.mode) {
    case 'advanced-chat':
      return { ...COMPLETE, app, ...(await collectAdvancedChatApp(scope, app)) };
    case 'workflow':
      return { ...COMPLETE, app, ...(await collectWorkflowApp(scope, app)) };
    default:
      return await collectLedgerApp(scope, app);
  }
}

const COMPLETE = { kind: 'complete', straddling: [], isDeleted: false, unknown: [] } as const;

/** Chat, agent-chat, completion and agent apps: the statistics are the ledger (design §6). */
async function collectLedgerApp(scope: AppScope, app: App): Promise<AppResult> {
  const fold = foldAppUsage(app, scope.buckets, scope.session.traits.counters);
  const { entries, straddling } = await readLedger(scope.reader, scope.windows);
  for (const entry of entries) {
    fold.addLedger(entry);
    if (entry.units === undefined && entry.totalTokens > 0) {
      const { bucket, totalTokens } = entry;
      fold.addResidual({ bucket, cause: 'price_unknown', tokens: totalTokens, runs: 0 });
    }
  }
  const detail = needsLedgerDetail(scope.ledgerNeeds, entries)
    ? await collectLedgerDetail(scope, app, entries, scope.ledgerNeeds, scope.ledgerDetail)
    : undefined;
  const usage = { ...fold.result(), detail };
  const comparison = { differences: [], residuals: [] };
  return { ...COMPLETE, app, usage, comparison, straddling };
}

/** Only now that every run is known can it be told which tool calls have no run among them. */
function addLostChildren(
  results: readonly AppResult[],
  { childRuns, buckets }: WorkspaceScope,
): AppResult[] {
  const calls = results.flatMap((result) =>
    result.kind === 'complete'
      ? result.usage.toolCalls.map((call) => ({ appId: result.app.id, call }))
      : [],
  );
  const lost = findLostChildren(calls, childRuns, buckets);
  return results.map((result) => {
    if (result.kind !== 'complete') return result;
    const { app, comparison } = result;
    const residuals = [...comparison.residuals, ...lost.filter(({ appId }) => appId === app.id)];
    return { ...result, comparison: { ...comparison, residuals } };
  });
}

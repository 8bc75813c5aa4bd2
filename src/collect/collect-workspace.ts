import { fetchApps } from '../dify/app-list.ts';
import { DifyError } from '../dify/dify-error.ts';
import type { DifySession } from '../dify/dify-session.ts';
import { createAccountEmails } from '../dify/members.ts';
import type { HttpError } from '../http/http-error.ts';
import { message } from '../language/message.ts';
import { createCellFinder } from '../period/minute-cell.ts';
import type { Bucket, Instant, Period } from '../period/period.ts';
import { planStatisticsWindows } from '../period/statistics-windows.ts';
import { type App, isNodeBased } from '../usage/app.ts';
import type { DetailNeeds } from '../usage/app-detail.ts';
import { findLostChildren, rememberChildRuns } from '../usage/match-tool-calls.ts';
import type { CurrencyEvidence, ModelCurrency } from '../usage/model-currency.ts';
import type { UserNaming } from '../usage/name-users.ts';
import { gatherUnitPrices } from '../usage/unit-prices.ts';
import { type AppResult, collectApp, type WorkspaceScope } from './collect-app.ts';
import type { LedgerDetailOptions } from './collect-ledger-detail.ts';
import { hasUsage, listDeletedApps } from './deleted-apps.ts';
import { forEachConcurrently } from './for-each-concurrently.ts';
import { ledgerNeeds } from './ledger-needs.ts';
import { type CacheOptions, saveNews } from './open-reader.ts';

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

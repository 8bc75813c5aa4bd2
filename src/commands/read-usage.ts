import type { AppResult } from '../collect/collect-app.ts';
import { type CollectOptions, collectWorkspace } from '../collect/collect-workspace.ts';
import type { DifyConfig, ReportConfig } from '../config/config.ts';
import { resolveConfiguredPeriod } from '../config/resolve-configured-period.ts';
import { fetchAccountTimeZone, fetchCurrentWorkspace, type Workspace } from '../dify/account.ts';
import { DifyError } from '../dify/dify-error.ts';
import type { DifySession } from '../dify/dify-session.ts';
import { type DifyVersion, isNewerThanKnown } from '../dify/dify-version.ts';
import { message } from '../language/message.ts';
import { detailNeeds } from '../payload/shown-records.ts';
import type { Instant } from '../period/period.ts';
import type { ResolvedPeriod } from '../period/resolve-period.ts';
import { type CurrencyEvidence, gatherCurrencies } from '../usage/model-currency.ts';
import type { DifySource } from './open-source.ts';
import type { ReadUsagePorts } from './read-usage-ports.ts';
import { refuseUnknownApps } from './unknown-app-error.ts';

/** What Dify told, and how much of it could be read. */
export type UsageReading = {
  readonly period: ResolvedPeriod;
  readonly timeZone: string;
  readonly isAccountTimeZone: boolean;
  readonly workspaces: readonly Workspace[];
  readonly dify: {
    readonly host: string;
    readonly version: DifyVersion;
    readonly isNewerThanKnown: boolean;
    readonly statisticsMayIncludeDebugger: boolean;
    readonly clockSkewMs: number;
  };
  readonly results: readonly AppResult[];
  readonly unlistableApps: number;
  /** Keeps for later runs what was read; to be called when the bill is safe. */
  remember(): Promise<void>;
  readonly currencies: CurrencyEvidence;
};

/** While one of them works on an answer, another one has a request ready for the slot. */
const WORKERS_PER_SLOT = 2;

/**
 * Resolves the period in its zone, and reads what every app spent.
 *
 * Throws a `HttpError` when Dify as a whole cannot be read, a `ConfigError` when the
 * period has not begun.
 */
export async function readUsage(
  source: DifySource,
  dify: DifyConfig,
  report: ReportConfig,
  ports: ReadUsagePorts,
): Promise<UsageReading> {
  const currencies = gatherCurrencies();
  const first = describe(source, report, currencies, ports.now());
  const results: AppResult[] = [];
  const remembers: (() => Promise<void>)[] = [];
  let unlistableApps = 0;

  for (const { session, workspace, accountTimeZone, cache } of source.workspaces) {
    const options: CollectOptions = {
      period: first.period.collected,
      buckets: first.period.buckets,
      accountTimeZone,
      appIds: report.appIds,
      workers: WORKERS_PER_SLOT * dify.concurrency,
      now: ports.now() + session.clockSkewMs,
      currencies,
      needs: detailNeeds(report),
      modelCurrencies: report.modelCurrencies,
      userId: report.userId,
      minuteWindows: report.minuteWindows,
      assumeModel: report.assumeModel,
      verifyAccount: async () => {
        if (dify.credential.kind === 'password') await checkWorkspaceStays(session, workspace);
        await checkZoneStays(session, accountTimeZone);
      },
      cache,
      onProgress: (progress) => ports.onEvent({ kind: 'progress', ...progress }),
    };
    const usage = await collectWorkspace(session, options);
    results.push(...usage.results);
    unlistableApps += usage.unlistableApps;
    remembers.push(usage.remember);
    cache?.reportDamaged();
  }
  const known = results.map(({ app }) => app.id);
  refuseUnknownApps(report.appIds, known);
  const workspaces = source.workspaces.map(({ workspace }) => workspace);
  const remember = async () => {
    for (const each of remembers) await each();
  };
  return { ...first, results, unlistableApps, workspaces, remember };
}

function describe(
  { workspaces: [{ session }], timeZone, isAccountTimeZone }: DifySource,
  report: ReportConfig,
  currencies: CurrencyEvidence,
  now: Instant,
): Omit<UsageReading, 'results' | 'unlistableApps' | 'workspaces' | 'remember'> {
  return {
    period: resolveConfiguredPeriod(report, timeZone, now),
    timeZone,
    isAccountTimeZone,
    dify: {
      host: session.host,
      version: session.version,
      isNewerThanKnown: isNewerThanKnown(session.version),
      statisticsMayIncludeDebugger: !session.traits.statisticsLeaveOutDebugger,
      clockSkewMs: session.clockSkewMs,
    },
    currencies,
  };
}

/** Statistics are asked for in the account's zone: in another one they are of other hours. */
async function checkZoneStays(session: DifySession, before: string): Promise<void> {
  if ((await fetchAccountTimeZone(session)) === before) return;
  throw new DifyError('unavailable', message('account_zone_changed', { host: session.host }), {
    host: session.host,
    endpoint: 'GET /account/profile',
  });
}

/** Somebody who switches the workspace in a browser silently redirects every later request. */
async function checkWorkspaceStays(session: DifySession, before: Workspace): Promise<void> {
  const after = await fetchCurrentWorkspace(session);
  if (after.id === before.id) return;
  throw new DifyError(
    'unavailable',
    message('account_workspace_switched', { host: session.host }),
    { host: session.host, endpoint: 'GET /workspaces' },
  );
}

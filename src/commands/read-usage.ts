import type { Dispatcher } from 'undici';
import {
  type AppResult,
  type CollectOptions,
  collectWorkspace,
  type Progress,
} from '../collect/collect-workspace.ts';
import type { Config, DifyConfig, ReportConfig } from '../config/config.ts';
import { fetchAccountTimeZone, fetchCurrentWorkspace, type Workspace } from '../dify/account.ts';
import { DifyError } from '../dify/dify-error.ts';
import { type DifySession, openSession, type SessionPorts } from '../dify/dify-session.ts';
import { type DifyVersion, isNewerThanKnown } from '../dify/dify-version.ts';
import { createLoginMarker } from '../dify/login-marker.ts';
import { createRequestGate } from '../dify/request-gate.ts';
import { DEFAULT_DIFY_RETRY } from '../dify/retry-request.ts';
import { detailNeeds } from '../payload/shown-records.ts';
import type { Instant } from '../period/period.ts';
import { type ResolvedPeriod, resolvePeriod } from '../period/resolve-period.ts';
import { type CurrencyEvidence, gatherCurrencies } from '../usage/model-currency.ts';
import { UnknownAppError } from './unknown-app-error.ts';

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
  readonly currencies: CurrencyEvidence;
};

export type ReadUsagePorts = {
  readonly dispatcher: Dispatcher;
  readonly now: () => Instant;
  readonly sleep: (ms: number, signal?: AbortSignal) => Promise<unknown>;
  readonly signal: AbortSignal;
  readonly userAgent: string;
  readonly stateDir: string;
  readonly onEvent: (event: ReadEvent) => void;
};

/** Something that happened on the way and is worth a log line. */
export type ReadEvent =
  | { readonly kind: 'signed_in'; readonly host: string; readonly version: string }
  | { readonly kind: 'retrying'; readonly error: Error; readonly waitMs: number }
  | { readonly kind: 'concurrency_changed'; readonly limit: number }
  | ({ readonly kind: 'progress' } & Progress);

/**
 * Signs in, resolves the period in its zone, and reads what every app spent.
 *
 * Throws a `HttpError` when Dify as a whole cannot be read, a `PeriodError` when the
 * period has not begun.
 */
export async function readUsage(
  { dify, report }: Pick<Config, 'dify' | 'report'>,
  ports: ReadUsagePorts,
): Promise<UsageReading> {
  const currencies = gatherCurrencies();
  const sessionPorts = toSessionPorts(dify, ports);
  const results: AppResult[] = [];
  const workspaces: Workspace[] = [];
  let unlistableApps = 0;
  let first: Omit<UsageReading, 'results' | 'unlistableApps' | 'workspaces'> | undefined;

  for (const workspaceId of workspaceIdsOf(dify)) {
    const session = await openSession(dify, workspaceId, sessionPorts);
    const { host, version } = session;
    ports.onEvent({ kind: 'signed_in', host, version: version.text });
    const workspace = await findWorkspace(dify, session, workspaceId);
    const accountTimeZone = await fetchAccountTimeZone(session);
    first ??= describe(session, report, accountTimeZone, currencies, ports.now());
    if (report.timeZone === undefined && accountTimeZone !== first.timeZone) {
      throw differentZones(session);
    }

    const options: CollectOptions = {
      period: first.period.collected,
      buckets: first.period.buckets,
      accountTimeZone,
      appIds: report.appIds,
      concurrency: dify.concurrency,
      now: ports.now() + session.clockSkewMs,
      currencies,
      needs: detailNeeds(report),
      userId: report.userId,
      minuteWindows: report.minuteWindows,
      assumeModel: report.assumeModel,
      verifyAccount: async () => {
        if (dify.credential.kind === 'password') await checkWorkspaceStays(session, workspace);
        await checkZoneStays(session, accountTimeZone);
      },
      onProgress: (progress) => ports.onEvent({ kind: 'progress', ...progress }),
    };
    const usage = await collectWorkspace(session, options);
    results.push(...usage.results);
    unlistableApps += usage.unlistableApps;
    workspaces.push(workspace);
  }
  if (first === undefined) throw new TypeError('There is no workspace to read');
  const unknown = report.appIds?.filter((id) => !results.some(({ app }) => app.id === id)) ?? [];
  if (unknown.length > 0) throw new UnknownAppError(unknown);
  return { ...first, results, unlistableApps, workspaces };
}

function toSessionPorts(dify: DifyConfig, ports: ReadUsagePorts): SessionPorts {
  const { now, sleep, onEvent } = ports;
  return {
    ...ports,
    gate: createRequestGate({
      concurrency: dify.concurrency,
      maxRps: dify.maxRps,
      now,
      sleep: (ms) => sleep(ms, ports.signal),
      longestPause: {
        ms: DEFAULT_DIFY_RETRY.deadlineMs,
        refuse: (waitMs) => asksToWait(dify, waitMs),
      },
      onLimitChange: (limit) => onEvent({ kind: 'concurrency_changed', limit }),
    }),
    loginMarker: createLoginMarker(ports.stateDir, dify.origin, now),
    retry: {
      ...DEFAULT_DIFY_RETRY,
      sleep,
      onRetry: (error, waitMs) => onEvent({ kind: 'retrying', error, waitMs }),
    },
  };
}

function asksToWait({ origin }: DifyConfig, waitMs: number): DifyError {
  const { host } = new URL(origin);
  return new DifyError(
    'unavailable',
    `${host} asks to be left alone for ${Math.ceil(waitMs / 1000)} s, which is longer than this run waits`,
    { host, endpoint: 'every request', retryAfterMs: waitMs },
  );
}

function workspaceIdsOf({ credential }: DifyConfig): readonly (string | undefined)[] {
  return credential.kind === 'admin-key' ? credential.workspaceIds : [undefined];
}

async function findWorkspace(
  { credential }: DifyConfig,
  session: DifySession,
  workspaceId: string | undefined,
): Promise<Workspace> {
  if (workspaceId !== undefined) return { id: workspaceId, name: '' };

  const current = await fetchCurrentWorkspace(session);
  const wanted = credential.kind === 'password' ? credential.workspaceId : undefined;
  if (wanted !== undefined && wanted !== current.id) {
    throw new DifyError(
      'setup',
      `the Dify account at ${session.host} is in the workspace ${current.id}, not in DIFY_WORKSPACE_ID ${wanted}: switch it in the browser, since this program never does, or use an account of its own`,
      { host: session.host, endpoint: 'GET /workspaces' },
    );
  }
  return current;
}

function describe(
  session: DifySession,
  report: ReportConfig,
  accountTimeZone: string,
  currencies: CurrencyEvidence,
  now: Instant,
): Omit<UsageReading, 'results' | 'unlistableApps' | 'workspaces'> {
  const timeZone = report.timeZone ?? accountTimeZone;
  return {
    period: resolvePeriod(report.period, { ...report, timeZone, now }),
    timeZone,
    isAccountTimeZone: report.timeZone === undefined,
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

function differentZones({ host }: DifySession): DifyError {
  return new DifyError(
    'setup',
    `the owners of the workspaces at ${host} have different time zones: set DIFY_USAGE_TIMEZONE`,
    { host, endpoint: 'GET /account/profile' },
  );
}

/** Statistics are asked for in the account's zone: in another one they are of other hours. */
async function checkZoneStays(session: DifySession, before: string): Promise<void> {
  if ((await fetchAccountTimeZone(session)) === before) return;
  throw new DifyError(
    'unavailable',
    `the time zone of the Dify account at ${session.host} was changed while it was read, so that nothing of this run can be trusted`,
    { host: session.host, endpoint: 'GET /account/profile' },
  );
}

/** Somebody who switches the workspace in a browser silently redirects every later request. */
async function checkWorkspaceStays(session: DifySession, before: Workspace): Promise<void> {
  const after = await fetchCurrentWorkspace(session);
  if (after.id === before.id) return;
  throw new DifyError(
    'unavailable',
    `the workspace of the Dify account at ${session.host} was switched while it was read, so that nothing of this run can be trusted: give the exporter an account of its own`,
    { host: session.host, endpoint: 'GET /workspaces' },
  );
}

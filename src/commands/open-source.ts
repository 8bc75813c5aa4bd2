import type { CacheOptions } from '../collect/open-reader.ts';
import type { DifyConfig } from '../config/config.ts';
import { fetchAccountTimeZone, fetchCurrentWorkspace, type Workspace } from '../dify/account.ts';
import { DifyError } from '../dify/dify-error.ts';
import { type DifySession, openSession } from '../dify/dify-session.ts';
import { createLoginMarker } from '../dify/login-marker.ts';
import { createRequestGate } from '../dify/request-gate.ts';
import { DEFAULT_DIFY_RETRY } from '../dify/retry-request.ts';
import type { SessionPorts } from '../dify/session-ports.ts';
import { message } from '../language/message.ts';
import { openCache } from './open-cache.ts';
import type { ReadUsagePorts } from './read-usage-ports.ts';

/** Dify as this run may read it: signed in once, for as many periods as are asked for. */
export type DifySource = {
  readonly workspaces: readonly [DifyWorkspace, ...DifyWorkspace[]];
  /** The configured zone, else the account's own. */
  readonly timeZone: string;
  readonly isAccountTimeZone: boolean;
};

export type DifyWorkspace = {
  readonly session: DifySession;
  readonly workspace: Workspace;
  readonly accountTimeZone: string;
  /** Undefined to ask Dify for everything. */
  readonly cache: CacheOptions | undefined;
};

/** Throws a `HttpError` when Dify does not let us in or is not set up as configured. */
export async function openSource(
  dify: DifyConfig,
  configuredTimeZone: string | undefined,
  ports: ReadUsagePorts,
): Promise<DifySource> {
  const sessionPorts = toSessionPorts(dify, ports);
  const workspaces: DifyWorkspace[] = [];
  for (const workspaceId of workspaceIdsOf(dify)) {
    const session = await openSession(dify, workspaceId, sessionPorts);
    const { host, version } = session;
    ports.onEvent({ kind: 'signed_in', host, version: version.text });
    const workspace = await findWorkspace(dify, session, workspaceId);
    const accountTimeZone = await fetchAccountTimeZone(session);
    const [first] = workspaces;
    if (configuredTimeZone === undefined && first && accountTimeZone !== first.accountTimeZone) {
      throw differentZones(session);
    }
    const cache = openCache(workspace.id, dify, ports);
    workspaces.push({ session, workspace, accountTimeZone, cache });
  }
  const [first, ...others] = workspaces;
  if (first === undefined) throw new TypeError('There is no workspace to read');
  return {
    workspaces: [first, ...others],
    timeZone: configuredTimeZone ?? first.accountTimeZone,
    isAccountTimeZone: configuredTimeZone === undefined,
  };
}

function toSessionPorts(dify: DifyConfig, ports: ReadUsagePorts): SessionPorts {
  const { now, monotonicNow, sleep, onEvent, onLatency } = ports;
  const gate = createRequestGate({
    concurrency: dify.concurrency,
    maxRps: dify.maxRps,
    monotonicNow,
    sleep: (ms) => sleep(ms, ports.signal),
    longestPause: {
      ms: DEFAULT_DIFY_RETRY.deadlineMs,
      refuse: (waitMs) => asksToWait(dify, waitMs),
    },
    onLimitChange: (limit) => onEvent({ kind: 'concurrency_changed', limit }),
  });
  return {
    ...ports,
    gate: {
      ...gate,
      report(report) {
        gate.report(report);
        onLatency?.(report.latencyMs);
      },
    },
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
    message('dify_asks_to_wait', { host, seconds: Math.ceil(waitMs / 1000) }),
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
      message('account_other_workspace', { host: session.host, current: current.id, wanted }),
      { host: session.host, endpoint: 'GET /workspaces' },
    );
  }
  return current;
}

function differentZones({ host }: DifySession): DifyError {
  return new DifyError('setup', message('account_different_zones', { host }), {
    host,
    endpoint: 'GET /account/profile',
  });
}

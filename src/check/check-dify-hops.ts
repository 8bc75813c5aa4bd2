import type { DifyConfig } from '../config/config.ts';
import { createLoginMarker } from '../dify/login-marker.ts';
import type { SessionPorts } from '../dify/session-ports.ts';
import { checkApps } from './check-apps.ts';
import { checkClock } from './check-clock.ts';
import type { UsableConfig } from './check-configuration.ts';
import { checkLogin } from './check-login.ts';
import { checkPeriod, startOfPeriod } from './check-period.ts';
import type { CheckPorts } from './check-ports.ts';
import { checkRetention } from './check-retention.ts';
import { checkRole } from './check-role.ts';
import { checkTimeZone } from './check-time-zone.ts';
import { checkVersion } from './check-version.ts';
import { checkWorkspace } from './check-workspace.ts';
import { difyFailure, settingFailure } from './failure.ts';
import { findSlowRequests, type TimedRequest } from './find-slow-requests.ts';
import { reachEnd } from './reach-end.ts';
import type { HopRunner } from './run-hops.ts';

/** From the name of Dify's host to the oldest run that it lists. */
export async function checkDifyHops(
  runner: HopRunner,
  config: UsableConfig | undefined,
  ports: CheckPorts,
): Promise<void> {
  const { dify, report } = config ?? {};
  const isReachable = await reachEnd(
    runner,
    'dify',
    config && dify && { ...config, url: new URL(dify.origin), failure: difyFailure },
    ports,
  );
  const requests: TimedRequest[] = [];
  const run = withSlowRequests(runner, requests);
  const dispatcher = config && dify && isReachable && ports.connect(dify.origin, config);
  const session =
    dispatcher && sessionPorts(dify, config.stateDir, { ...ports, dispatcher }, runner, requests);
  try {
    const server = await run('dify_version', { dify, session }, (found) =>
      checkVersion(found.dify, found.session),
    );
    await run('dify_clock', { server }, (found) => checkClock(found.server.clockSkewMs));
    const accesses = await run('dify_login', { dify, server, session }, (found) =>
      checkLogin(found.dify, found.server, found.session),
    );
    const isRight = await run('dify_workspace', { dify, accesses }, (found) =>
      checkWorkspace(found.dify, found.accesses),
    );
    const zones = await run('dify_time_zone', { report, accesses, isRight }, (found) =>
      checkTimeZone(found.report, found.accesses),
    );
    const timeZone = zones?.timeZone;
    const start = await findStart(runner, report, timeZone, ports.now());
    const apps = await run('dify_apps', { accesses, isRight }, (found) =>
      checkApps(found.accesses),
    );
    const now = ports.now() + (server?.clockSkewMs ?? 0);
    await run('dify_role', { zones, apps }, (found) =>
      checkRole(found.zones.accesses, found.apps, { now }),
    );
    await run('dify_retention', { apps, start, timeZone }, (found) =>
      checkRetention(found.apps, { ...found, now }),
    );
  } finally {
    await dispatcher?.destroy();
  }
}

/** In the account's own zone it shows only now whether the period has begun. */
async function findStart(
  runner: HopRunner,
  report: UsableConfig['report'],
  timeZone: string | undefined,
  now: number,
): Promise<number | undefined> {
  if (report === undefined || timeZone === undefined) return undefined;
  const start = startOfPeriod(report, timeZone, now);
  if (typeof start === 'number') return start;
  if (checkPeriod(report, now).length > 0) return undefined; // told already
  await runner.run('configuration', {}, () => ({ findings: start.map(settingFailure) }));
  return undefined;
}

/** One request at a time, and none is repeated: what time would cure is to be seen. */
function sessionPorts(
  { origin, timeoutMs }: DifyConfig,
  stateDir: string,
  ports: CheckPorts & Pick<SessionPorts, 'dispatcher'>,
  runner: HopRunner,
  requests: TimedRequest[],
): SessionPorts {
  return {
    ...ports,
    gate: {
      run: (task) => task(),
      waitForTurn: async () => runner.expect(timeoutMs),
      report: (request) => void requests.push(request),
      limit: () => 1,
    },
    loginMarker: createLoginMarker(stateDir, origin, ports.now),
    retry: { baseMs: 0, deadlineMs: -1, waitAfterTimeoutMs: 0, sleep: async () => undefined },
  };
}

/** Each hop tells of those of its own requests that took long. */
function withSlowRequests(runner: HopRunner, requests: TimedRequest[]): HopRunner['run'] {
  return (name, needs, look) =>
    runner.run(name, needs, async (found, signal) => {
      const result = await look(found, signal);
      const slow = findSlowRequests(requests.splice(0));
      return { ...result, findings: [...result.findings, ...slow] };
    });
}

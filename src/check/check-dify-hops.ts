import type { DifyConfig } from '../config/config.ts';
import type { SessionPorts } from '../dify/dify-session.ts';
import { createLoginMarker } from '../dify/login-marker.ts';
import { checkApps } from './check-apps.ts';
import { checkClock } from './check-clock.ts';
import type { UsableConfig } from './check-configuration.ts';
import type { CheckPorts } from './check-installation.ts';
import { checkLogin } from './check-login.ts';
import { checkRetention } from './check-retention.ts';
import { checkRole } from './check-role.ts';
import { checkTimeZone } from './check-time-zone.ts';
import { checkVersion } from './check-version.ts';
import { checkWorkspace } from './check-workspace.ts';
import { difyFailure } from './failure.ts';
import { reachEnd } from './reach-end.ts';
import type { HopRunner } from './run-hops.ts';

/** From the name of Dify's host to the oldest run that it lists. */
export async function checkDifyHops(
  runner: HopRunner,
  config: UsableConfig | undefined,
  ports: CheckPorts,
): Promise<void> {
  const { dify: configured, report } = config ?? {};
  const dify = configured && limited(configured, ports.limits.answer);
  const isReachable = await reachEnd(
    runner,
    'dify',
    config && dify && { ...config, url: new URL(dify.origin), failure: difyFailure },
    ports,
  );
  const open = config && dify && isReachable ? { config, dify } : undefined;
  const dispatcher = open && ports.connect(open.dify.origin, open.config);
  try {
    const session = open &&
      dispatcher && {
        ...open,
        ports: sessionPorts(open.dify, open.config.stateDir, dispatcher, ports),
      };
    const server = await runner.run(
      'dify_version',
      session && (() => checkVersion(session.dify, session.ports)),
    );
    await runner.run('dify_clock', server && (() => checkClock(server.clockSkewMs)));
    const accesses = await runner.run(
      'dify_login',
      session && server && (() => checkLogin(session.dify, server, session.ports)),
    );
    const isRightWorkspace = await runner.run(
      'dify_workspace',
      dify && accesses && (() => checkWorkspace(dify, accesses)),
    );
    const used = isRightWorkspace && accesses;
    const zones = await runner.run(
      'dify_time_zone',
      report && used && (() => checkTimeZone(report, used)),
    );
    const apps = await runner.run('dify_apps', used && (() => checkApps(used)));
    const now = ports.now() + (server?.clockSkewMs ?? 0);
    await runner.run(
      'dify_role',
      report && zones && apps && (() => checkRole(zones.accesses, apps, { now })),
    );
    await runner.run(
      'dify_retention',
      report && zones && apps && (() => checkRetention(apps, { ...zones, report, now })),
    );
  } finally {
    await dispatcher?.destroy();
  }
}

function limited(dify: DifyConfig, answerMs: number): DifyConfig {
  return { ...dify, timeoutMs: Math.min(dify.timeoutMs, answerMs) };
}

/** One request at a time, and none is repeated: what time would cure is to be seen. */
function sessionPorts(
  { origin }: DifyConfig,
  stateDir: string,
  dispatcher: SessionPorts['dispatcher'],
  { now, monotonicNow, signal, userAgent }: CheckPorts,
): SessionPorts {
  return {
    dispatcher,
    now,
    monotonicNow,
    signal,
    userAgent,
    gate: {
      run: (task) => task(),
      waitForTurn: async () => undefined,
      report: () => undefined,
      limit: () => 1,
    },
    loginMarker: createLoginMarker(stateDir, origin, now),
    retry: { baseMs: 0, deadlineMs: -1, waitAfterTimeoutMs: 0, sleep: async () => undefined },
  };
}

import { checkAccess } from './check-access.ts';
import { checkClock } from './check-clock.ts';
import type { UsableConfig } from './check-configuration.ts';
import type { CheckPorts } from './check-installation.ts';
import { receiverFailure } from './failure.ts';
import { reachEnd } from './reach-end.ts';
import type { HopRunner } from './run-hops.ts';
import { sendTest } from './send-test.ts';

/** From the name of the receiver's host to what it says to our token. */
export async function checkReceiverHops(
  runner: HopRunner,
  config: UsableConfig | undefined,
  isTestWanted: boolean,
  ports: CheckPorts,
): Promise<void> {
  const { receiver: configured, report } = config ?? {};
  const { limits } = ports;
  const receiver = configured && {
    ...configured,
    timeoutMs: Math.min(configured.timeoutMs, limits.answer),
  };
  const isReachable = await reachEnd(
    runner,
    'receiver',
    config && receiver && { ...config, url: receiver.url, failure: receiverFailure },
    ports,
  );
  const open = config && receiver && isReachable ? receiver : undefined;
  const dispatcher = config && open && ports.connect(open.url.origin, config);
  try {
    const access = await runner.run(
      'receiver_access',
      open &&
        dispatcher &&
        ((signal) => checkAccess(open, isTestWanted, { ...ports, dispatcher, signal })),
    );
    await runner.run('receiver_clock', access && (() => checkClock(access.clockSkewMs)));
    if (!isTestWanted) return;
    await runner.run(
      'receiver_test',
      report &&
        open &&
        dispatcher &&
        access &&
        ((signal) => sendTest(open, report.format, { ...ports, dispatcher, signal })),
    );
  } finally {
    await dispatcher?.destroy();
  }
}

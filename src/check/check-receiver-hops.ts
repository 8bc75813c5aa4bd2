import { checkAccess } from './check-access.ts';
import { checkClock } from './check-clock.ts';
import type { UsableConfig } from './check-configuration.ts';
import type { CheckPorts } from './check-ports.ts';
import { receiverFailure } from './failure.ts';
import { reachEnd } from './reach-end.ts';
import type { HopRunner } from './run-hops.ts';
import { sendTest } from './send-test.ts';

/** Of one hop, each within the configured timeout. */
const MOST_REQUESTS = 3;

/** From the name of the receiver's host to what it says to our token. */
export async function checkReceiverHops(
  runner: HopRunner,
  config: UsableConfig | undefined,
  isTestWanted: boolean,
  ports: CheckPorts,
): Promise<void> {
  const { receiver, report } = config ?? {};
  const isReachable = await reachEnd(
    runner,
    'receiver',
    config && receiver && { ...config, url: receiver.url, failure: receiverFailure },
    ports,
  );
  const dispatcher =
    config && receiver && isReachable && ports.connect(receiver.url.origin, config);
  try {
    const access = await runner.run(
      'receiver_access',
      { receiver, dispatcher },
      (found, signal) => {
        runner.expect(MOST_REQUESTS * found.receiver.timeoutMs);
        const { dispatcher } = found;
        return checkAccess(found.receiver, isTestWanted, { ...ports, dispatcher, signal });
      },
    );
    await runner.run('receiver_clock', { access }, (found) => checkClock(found.access.clockSkewMs));
    if (!isTestWanted) return;
    const needs = { receiver, report, dispatcher, access };
    await runner.run('receiver_test', needs, (found, signal) => {
      runner.expect(MOST_REQUESTS * found.receiver.timeoutMs);
      const { dispatcher } = found;
      return sendTest(found.receiver, found.report.format, { ...ports, dispatcher, signal });
    });
  } finally {
    await dispatcher?.destroy();
  }
}

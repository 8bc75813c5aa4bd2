import type { ConfigSources } from '../config/load-settings.ts';
import { receiverTarget } from '../delivery/receiver-target.ts';
import { checkConfiguration } from './check-configuration.ts';
import { checkDifyHops } from './check-dify-hops.ts';
import { checkLock } from './check-lock.ts';
import type { CheckPorts } from './check-ports.ts';
import { checkReceipts } from './check-receipts.ts';
import { checkReceiverHops } from './check-receiver-hops.ts';
import { checkSpool } from './check-spool.ts';
import { checkStateDirectory } from './check-state-directory.ts';
import type { Hop } from './hop.ts';
import { createHopRunner } from './run-hops.ts';

export type CheckOptions = {
  /** Posts a body without records to the receiver. */
  readonly sendTest: boolean;
};

/**
 * The way of an export, hop by hop, from its settings to the last receipt. Takes no lock, changes
 * nothing and leaves nothing behind but the mark of a refused login.
 */
export async function checkInstallation(
  sources: ConfigSources,
  { sendTest }: CheckOptions,
  ports: CheckPorts,
): Promise<readonly Hop[]> {
  const { now, machine } = ports;
  const runner = createHopRunner(ports.onHop, ports.signal, ports.limits.hop);
  const config = await runner.run('configuration', {}, () => checkConfiguration(sources, now));
  const stateDir = config?.stateDir;

  const state = await runner.run('state_directory', { config }, (found) =>
    checkStateDirectory(found.config.stateDir, found.config.receiver?.maxBytes ?? 0),
  );
  const isThere = state?.exists;
  await runner.run('lock', { stateDir, isThere }, (found) => checkLock(found.stateDir, machine));

  await checkDifyHops(runner, config, ports);
  await checkReceiverHops(runner, config, sendTest, ports);

  const target = config?.receiver && receiverTarget(config.receiver.url);
  await runner.run('spool', { stateDir, isThere }, (found) =>
    checkSpool(found.stateDir, target, now),
  );
  await runner.run('receipts', { stateDir, isThere }, (found) =>
    checkReceipts(found.stateDir, target, now),
  );
  return runner.hops;
}

import type { SpoolCommand } from '../cli/command.ts';
import { toDeliveryDocument } from '../cli/delivery-document.ts';
import { summarizeDelivery } from '../cli/delivery-summary.ts';
import { isToldToPeople } from '../cli/is-told-to-people.ts';
import type { Logger } from '../cli/logger.ts';
import { formatSpoolTable } from '../cli/spool-table.ts';
import { writeDocument } from '../cli/write-document.ts';
import type { BaseConfig } from '../config/config.ts';
import { exitCodesFor } from '../delivery/delivery-exit-codes.ts';
import { receiverTarget } from '../delivery/receiver-target.ts';
import { type ExitCode, mostUrgent } from '../exit-code.ts';
import type { Host } from '../host.ts';
import type { Spool } from '../spool/spool.ts';
import { drain } from './drain.ts';
import { findByName } from './find-by-name.ts';
import { readListing } from './read-listing.ts';
import { realPorts } from './real-ports.ts';
import { requeue } from './requeue.ts';
import { whileLocked } from './while-locked.ts';
import { withDispatcher } from './with-dispatcher.ts';

/** Delivers what waits, and first lets those that are named wait again, for the present receiver. */
export async function retryEntries(
  spool: Spool,
  config: BaseConfig,
  command: Extract<SpoolCommand, { kind: 'spool-retry' }>,
  log: Logger,
  host: Host,
): Promise<ExitCode> {
  const { receiver } = config;
  if (receiver === undefined) throw new TypeError('There is no receiver');

  const { ids, flags } = command;
  const target = receiverTarget(receiver.url);
  const report = await whileLocked(spool.directory, command, log, host, async (signal) => {
    await requeue(spool, await findByName(spool, ids), target);
    return await withDispatcher(receiver.url.origin, 1, config, (dispatcher) =>
      drain(spool, receiver, { ...realPorts, dispatcher, signal }),
    );
  });

  const status = mostUrgent(exitCodesFor(report));
  if (flags.json) {
    const delivery = toDeliveryDocument(report, host.say);
    writeDocument({ command: 'spool retry', status, delivery }, host);
  } else if (isToldToPeople(status, flags, host) || report.otherReceivers.length > 0) {
    const lines = summarizeDelivery(report);
    // Where nothing waited there may be bodies that wait for a person.
    if (lines.length > 0) host.stderr.write(`${lines.map(host.say).join('\n')}\n`);
    else host.stderr.write(formatSpoolTable(await readListing(spool), realPorts.now(), host.say));
  }
  return status;
}

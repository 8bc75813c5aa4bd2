import { ExitCode } from '../exit-code.ts';
import { StateWriteError } from '../files/state-write-error.ts';
import { listEntries } from '../spool/list-entries.ts';
import type { QueuedEntry, Spool } from '../spool/spool.ts';
import type { DeliveryOptions, Send } from './deliver.ts';
import { deliverEntry, type EntryResult } from './deliver-entry.ts';
import type { Deferral, DeliveredBody, DeliveryReport, RejectedBody } from './delivery-report.ts';

export type DrainOptions = DeliveryOptions & {
  /** See `receiverTarget`; entries for another one wait for a run that is configured for it. */
  readonly target: string;
};

/**
 * Sends everything that waits for this receiver, oldest first, and stops at the first body
 * that has to wait: a newer snapshot must never be overwritten by an older one.
 */
export async function drainSpool(
  spool: Spool,
  send: Send,
  options: DrainOptions,
): Promise<DeliveryReport> {
  const { entries, quarantined } = await listEntries(spool);
  const queue = entries.filter(({ target }) => target === options.target);
  const delivered: DeliveredBody[] = [];
  const rejected: RejectedBody[] = [];
  let deferred: Deferral | undefined;
  let clockSkewMs: number | undefined;

  for (let entry = queue.shift(); entry !== undefined; entry = queue.shift()) {
    const result = await deliverOrStop(spool, entry, send, options);
    clockSkewMs = result?.clockSkewMs ?? clockSkewMs;
    if (result?.kind === 'delivered') delivered.push(result.body);
    if (result?.kind === 'rejected') rejected.push(result.body);
    if (result?.kind === 'divided') queue.unshift(...result.parts);
    if (result?.kind === 'deferred') {
      const { reason, exitCode } = result;
      deferred = { reason, exitCode, entriesKept: queue.length + 1 };
      break;
    }
  }

  const otherReceivers = entries.filter(({ target }) => target !== options.target);
  return { delivered, deferred, rejected, quarantined, otherReceivers, clockSkewMs };
}

/** A disk that fails must not cost the report on what was delivered before. */
async function deliverOrStop(
  spool: Spool,
  entry: QueuedEntry,
  send: Send,
  options: DrainOptions,
): Promise<EntryResult | undefined> {
  try {
    return await deliverEntry(spool, entry, send, options);
  } catch (error) {
    if (!(error instanceof StateWriteError)) throw error;
    const reason = { code: 'spool_write', message: error.told };
    return { kind: 'deferred', reason, exitCode: ExitCode.spooled, clockSkewMs: undefined };
  }
}

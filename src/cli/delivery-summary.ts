import type { DeliveredBody, DeliveryReport } from '../delivery/delivery-report.ts';
import { safeText } from './safe-text.ts';

/** What draining the spool came to, a line for each thing that happened. */
export function summarizeDelivery(report: DeliveryReport): string[] {
  const { delivered, deferred, rejected, quarantined, otherReceivers } = report;
  const lines = delivered.map(
    ({ about, records, attempts, alreadyReceived, receiverSaid }) =>
      `Delivered ${records} record(s) of ${about.period}${attempts > 1 ? ` after ${attempts} attempts` : ''}: ${
        alreadyReceived ? 'the receiver already had them' : (receiverSaid ?? 'accepted')
      }`,
  );
  lines.push(...summarizeParts(delivered));
  for (const { about, records, id, reason } of rejected) {
    lines.push(
      `Rejected for good: ${records} record(s) of ${about.period}, kept as rejected/ ${id}: ${reason.message}`,
    );
  }
  for (const { name, reason } of quarantined) {
    lines.push(`Quarantined: ${safeText(name, 120)}: ${safeText(reason)}`);
  }
  if (deferred !== undefined) {
    lines.push(
      `Not delivered, ${deferred.entriesKept} body(ies) kept for the next run: ${deferred.reason.message}`,
    );
  }
  if (otherReceivers.length > 0) {
    lines.push(
      `${otherReceivers.length} body(ies) for another receiver wait in the spool: send them to this one with spool retry ID, or remove them.`,
    );
  }
  return lines;
}

/** Exports of several bodies of which some are still missing at the receiver. */
function summarizeParts(delivered: readonly DeliveredBody[]): string[] {
  const latest = new Map(delivered.map((body) => [body.snapshot, body]));
  return [...latest.values()]
    .filter(({ isWhole }) => isWhole === false)
    .map(
      ({ about }) =>
        `Partly delivered: other bodies of ${about.period} are not at the receiver yet.`,
    );
}

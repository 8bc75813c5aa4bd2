import type { DeliveredBody, DeliveryReport } from '../delivery/delivery-report.ts';
import { type Message, message } from '../language/message.ts';
import { safeMessage } from '../language/safe-message.ts';
import { safeText } from '../text/safe-text.ts';

/** What draining the spool came to, a line for each thing that happened. */
export function summarizeDelivery(report: DeliveryReport): Message[] {
  const { delivered, deferred, rejected, quarantined, otherReceivers } = report;
  const lines = [...delivered.map(describeDelivered), ...summarizeParts(delivered)];
  for (const { about, records, id, reason } of rejected) {
    const { period } = about;
    lines.push(message('delivery_rejected', { records, period, id, reason: reason.message }));
  }
  for (const { name, reason } of quarantined) {
    lines.push(
      message('delivery_quarantined', { name: safeText(name, 120), reason: safeMessage(reason) }),
    );
  }
  if (deferred !== undefined) {
    const { entriesKept: bodies, reason } = deferred;
    lines.push(message('delivery_deferred', { bodies, reason: reason.message }));
  }
  if (otherReceivers.length > 0) {
    lines.push(message('delivery_for_other_receiver', { bodies: otherReceivers.length }));
  }
  return lines;
}

function describeDelivered(body: DeliveredBody): Message {
  const { about, records, attempts, alreadyReceived, receiverSaid } = body;
  const said = alreadyReceived
    ? message('delivery_already_received')
    : (receiverSaid ?? message('delivery_said_nothing'));
  const values = { records, period: about.period, said };
  return attempts > 1
    ? message('delivery_accepted_after_attempts', { ...values, attempts })
    : message('delivery_accepted', values);
}

/** Exports of several bodies of which some are still missing at the receiver. */
function summarizeParts(delivered: readonly DeliveredBody[]): Message[] {
  const latest = new Map(delivered.map((body) => [body.snapshot, body]));
  return [...latest.values()]
    .filter(({ isWhole }) => isWhole === false)
    .map(({ about }) => message('delivery_partly', { period: about.period }));
}

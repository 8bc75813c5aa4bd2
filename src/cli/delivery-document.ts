import type { DeliveryReport } from '../delivery/delivery-report.ts';

/** What draining the spool came to, for `--json`. */
export function toDeliveryDocument(report: DeliveryReport) {
  const { delivered, deferred, rejected, quarantined, otherReceivers } = report;
  return {
    delivered: delivered.map(({ id, about, records, attempts, alreadyReceived, receiverSaid }) => ({
      idempotency_key: id,
      period: about.period,
      records,
      attempts,
      already_received: alreadyReceived,
      receiver_said: receiverSaid ?? null,
    })),
    deferred:
      deferred === undefined
        ? null
        : { ...deferred.reason, status: deferred.exitCode, entries: deferred.entriesKept },
    rejected: rejected.map(({ id, about, records, reason }) => ({
      idempotency_key: id,
      period: about.period,
      records,
      reason,
    })),
    quarantined,
    for_other_receivers: otherReceivers.length,
  };
}

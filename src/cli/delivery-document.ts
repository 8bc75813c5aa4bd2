import type { DeliveryReport } from '../delivery/delivery-report.ts';

/** What draining the spool came to, for `--json`. */
export function toDeliveryDocument(report: DeliveryReport) {
  const { delivered, deferred, rejected, quarantined, otherReceivers } = report;
  return {
    delivered: delivered.map((body) => ({
      idempotency_key: body.id,
      period: body.about.period,
      records: body.records,
      attempts: body.attempts,
      already_received: body.alreadyReceived,
      receiver_said: body.receiverSaid ?? null,
      export_complete: body.isWhole ?? null,
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

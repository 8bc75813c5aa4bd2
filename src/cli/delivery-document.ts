import type { DeliveryReport } from '../delivery/delivery-report.ts';
import type { Say } from '../language/say.ts';
import type { EntryProblem } from '../spool/spool-entry.ts';

/** What draining the spool came to, for `--json`. */
export function toDeliveryDocument(report: DeliveryReport, say: Say) {
  const { delivered, deferred, rejected, quarantined, otherReceivers } = report;
  return {
    delivered: delivered.map((body) => ({
      id: body.id,
      idempotency_key: body.key,
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
        : {
            ...toProblemDocument(deferred.reason, say),
            status: deferred.exitCode,
            entries: deferred.entriesKept,
          },
    rejected: rejected.map(({ id, key, about, records, reason }) => ({
      id,
      idempotency_key: key,
      period: about.period,
      records,
      reason: toProblemDocument(reason, say),
    })),
    quarantined: quarantined.map(({ name, reason }) => ({ name, reason: say(reason) })),
    for_other_receivers: otherReceivers.length,
  };
}

function toProblemDocument({ code, message }: EntryProblem, say: Say) {
  return { code, message: say(message) };
}

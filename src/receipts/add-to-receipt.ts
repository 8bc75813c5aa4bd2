import type { AcceptedBody } from '../delivery/delivery-report.ts';
import type { BilledRecord } from '../payload/list-billed-records.ts';
import type { SpoolEntry } from '../spool/spool-entry.ts';
import type { Receipt, ReceiptBody } from './receipt.ts';

/** A body that was accepted, and the export that it belongs to. */
export type Acknowledgement = {
  readonly body: AcceptedBody;
  readonly export: NonNullable<SpoolEntry['export']>;
  readonly part: ReceiptBody['part'];
  readonly after: string | undefined;
  readonly records: readonly BilledRecord[];
};

/** The receipt after one more body; it begins anew when that is of other content than before. */
export function addToReceipt(
  previous: Receipt | undefined,
  { body, export: exported, part, after, records }: Acknowledgement,
): Receipt {
  const isSame = previous?.content === exported.content && previous.complete === body.complete;
  // What was whole has been overwritten since: none of its bodies counts for the new delivery.
  const goesOn = isSame && (previous.delivered_at === undefined || previous.after === after);
  const others = goesOn ? previous.bodies.filter((other) => !isReplaced(other, body.id)) : [];
  const bodies = [...others, toReceiptBody(body, part)];
  return {
    v: 1,
    snapshot: body.snapshot,
    series: exported.series,
    about: body.about,
    target: body.target,
    complete: body.complete,
    provisional: exported.provisional,
    content: exported.content,
    ...(after !== undefined && { after }),
    totals: exported.totals,
    bodies_exported: exported.bodies,
    bodies,
    records: mergeRecords(isSame || !body.complete ? previous?.records : undefined, records),
    ...(countWhole(bodies) >= exported.bodies && { delivered_at: body.acceptedAt }),
  };
}

/** Whatever an incomplete export leaves out is still at the receiver. */
function mergeRecords(
  before: readonly BilledRecord[] = [],
  added: readonly BilledRecord[],
): BilledRecord[] {
  const merged = new Map([...before, ...added].map((record) => [record.key, record]));
  return [...merged.values()];
}

/** A body that is accepted whole stands for the parts into which it was divided before. */
function isReplaced({ id, part }: ReceiptBody, newId: string): boolean {
  return id === newId || part?.of === newId;
}

/** How many of the exported bodies are here, whole or in all their parts. */
function countWhole(bodies: readonly ReceiptBody[]): number {
  const shares = new Map<string, number>();
  for (const { id, part } of bodies) {
    const whole = part?.of ?? id;
    shares.set(whole, (shares.get(whole) ?? 0) + (part?.share ?? 1));
  }
  // Three thirds may add up to a hair less than one.
  return [...shares.values()].filter((share) => share > 0.999_999).length;
}

function toReceiptBody(body: AcceptedBody, part: ReceiptBody['part']): ReceiptBody {
  const { id, sha256, bytes, records, attempts, acceptedAt, alreadyReceived } = body;
  return {
    id,
    ...(part !== undefined && { part }),
    sha256,
    bytes,
    records,
    attempts,
    accepted_at: acceptedAt,
    already_received: alreadyReceived,
    ...(body.receiverAlreadyHasKey && { receiver_already_has_key: true }),
    ...(body.receiverSaid !== undefined && { receiver_said: body.receiverSaid }),
  };
}

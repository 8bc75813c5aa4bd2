import * as v from 'valibot';
import { AboutSchema, TotalsSchema } from '../spool/spool-entry.ts';

const count = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
const instant = v.pipe(v.string(), v.isoTimestamp());

/** What the receiver has acknowledged of the latest delivery of a snapshot; no secret is in it. */
export const ReceiptSchema = v.object({
  v: v.literal(1),
  /** The snapshot key, which is the name of the file too. */
  snapshot: v.string(),
  /** What the snapshots of all periods have in common: receiver, format, mode and so on. */
  series: v.string(),
  about: AboutSchema,
  target: v.string(),
  /** Nothing was withheld. */
  complete: v.boolean(),
  /** The period had not ended, or only just. */
  provisional: v.boolean(),
  /** The same for the same bodies. */
  content: v.string(),
  /** What the receiver held before; part of the bodies' idempotency keys. */
  after: v.optional(v.string()),
  totals: TotalsSchema,
  /** How many bodies the export had before any was divided. */
  bodies_exported: count,
  bodies: v.array(
    v.object({
      id: v.string(),
      /** The exported body that it is a part of, and how much of it. */
      part: v.optional(v.object({ of: v.string(), share: v.number() })),
      sha256: v.string(),
      bytes: count,
      records: count,
      attempts: count,
      accepted_at: instant,
      already_received: v.boolean(),
      receiver_already_has_key: v.optional(v.boolean()),
      receiver_said: v.optional(v.string()),
    }),
  ),
  /** What the receiver holds of the period; see `BilledRecord`. */
  records: v.array(v.object({ key: v.string(), tokens: count, content: v.optional(v.string()) })),
  /** When the last body was accepted; absent while some are missing. */
  delivered_at: v.optional(instant),
});

export type Receipt = v.InferOutput<typeof ReceiptSchema>;
export type ReceiptBody = Receipt['bodies'][number];

/** Everything of the period is at the receiver, for good as far as anyone can know. */
export function isSettled({ complete, provisional, delivered_at }: Receipt): boolean {
  return complete && !provisional && delivered_at !== undefined;
}

/** The one that changed last. */
export function latestReceipt(receipts: readonly Receipt[]): Receipt | undefined {
  return receipts
    .toSorted((one, other) => (lastChangeAt(one) < lastChangeAt(other) ? -1 : 1))
    .at(-1);
}

/** Empty while the receiver has acknowledged nothing. */
export function lastChangeAt({ delivered_at: deliveredAt, bodies }: Receipt): string {
  return deliveredAt ?? bodies.at(-1)?.accepted_at ?? '';
}

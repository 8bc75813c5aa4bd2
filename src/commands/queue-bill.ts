import type { Config } from '../config/config.ts';
import { receiverTarget } from '../delivery/receiver-target.ts';
import { StateWriteError } from '../files/state-write-error.ts';
import { contentKey, seriesKey } from '../payload/idempotency-key.ts';
import type { BilledRecord } from '../payload/list-billed-records.ts';
import { compareTotals } from '../receipts/compare-totals.ts';
import { findFormerZone } from '../receipts/find-former-zone.ts';
import { findInOtherZones } from '../receipts/find-in-other-zones.ts';
import { findOverwriting } from '../receipts/find-overwriting.ts';
import { findWithdrawn } from '../receipts/find-withdrawn.ts';
import { type DamagedReceipt, readReceipts } from '../receipts/list-receipts.ts';
import { receiptName } from '../receipts/read-receipt.ts';
import { isSettled, type Receipt } from '../receipts/receipt.ts';
import { stateBefore } from '../receipts/state-before.ts';
import { writeReceipt } from '../receipts/write-receipt.ts';
import { findRivals } from '../spool/find-rivals.ts';
import { type PutResult, putSnapshot } from '../spool/put-snapshot.ts';
import type { Snapshot } from '../spool/snapshot.ts';
import type { Spool } from '../spool/spool.ts';
import { SpoolFullError } from '../spool/spool-full-error.ts';
import type { Amount } from '../usage/amounts.ts';
import type { Bill } from './build-bill.ts';
import { snapshotParts } from './snapshot-parts.ts';
import { toSnapshot } from './to-snapshot.ts';

/** What became of a bill in the spool, and what is to be told of it. */
export type Queued = {
  /** Undefined when nothing was put there: nothing to report, a dry run, or a refusal. */
  readonly spooled: PutResult | undefined;
  readonly spoolFailure: StateWriteError | SpoolFullError | undefined;
  /** When the receiver got exactly this export, so that it was not sent again. */
  readonly unchangedSince: string | undefined;
  readonly damagedReceipts: readonly DamagedReceipt[];
  /** In which the last delivery was cut, when the account's zone has been changed since. */
  readonly formerTimeZone: string | undefined;
  /** What a period that was delivered for good, and is sent again, costs more or less than then. */
  readonly corrected:
    | { readonly deliveredAt: string; readonly changes: readonly Amount[] }
    | undefined;
  /** What was delivered of the period before and is not part of it any more. */
  readonly withdrawn: readonly BilledRecord[];
};

export const NOTHING_QUEUED: Queued = {
  spooled: undefined,
  spoolFailure: undefined,
  unchangedSince: undefined,
  damagedReceipts: [],
  formerTimeZone: undefined,
  corrected: undefined,
  withdrawn: [],
};

/** Puts a bill into the spool, unless the receiver has acknowledged it as it is. */
export async function queueBill(
  spool: Spool,
  config: Config,
  bill: Bill,
  force: boolean,
): Promise<Queued> {
  if (bill.objections.length > 0 || config.receiver === undefined) return NOTHING_QUEUED;

  const snapshot = toSnapshot(config, bill, receiverTarget(config.receiver.url));
  const { receipts, damaged } = await readReceipts(spool);
  const receipt = receipts.find((each) => each.snapshot === snapshot.key);
  const damagedReceipts = damaged.filter(({ name }) => name === receiptName(snapshot.key));
  const seriesIn = (zone: string) => seriesKey(snapshotParts(config, zone, bill.usage.workspaces));
  const { timeZone, isAccountTimeZone } = bill.usage;
  // A configured zone moves by decision; the account's may be moved by anybody who signs in.
  const formerTimeZone = isAccountTimeZone
    ? findFormerZone(receipts, timeZone, seriesIn)
    : undefined;
  const inOtherZones = findInOtherZones(receipts, snapshot.about, receipt, seriesIn);
  const held = [...(receipt === undefined ? [] : [receipt]), ...inOtherZones];
  const later = [...inOtherZones, ...findOverwriting(receipts, snapshot, receipt)];
  const nothing = { ...NOTHING_QUEUED, damagedReceipts, formerTimeZone };

  if (snapshot.bodies.length === 0) {
    await noteEmptyBill(spool, bill, snapshot, receipt);
    return { ...nothing, withdrawn: listWithdrawn(snapshot, held) };
  }
  const mayBeKnown = !force && later.length === 0;
  if (mayBeKnown && receipt !== undefined && (await isUnchanged(spool, snapshot, receipt))) {
    await noteEnd(spool, snapshot, receipt);
    return { ...nothing, unchangedSince: receipt.delivered_at };
  }
  const withdrawn = listWithdrawn(snapshot, held);
  const corrected = findCorrection(snapshot, receipt);
  try {
    const ids = snapshot.bodies.map(({ id }) => id);
    const after = stateBefore({ ids, own: receipt, later });
    const spooled = await putSnapshot(spool, { ...snapshot, after });
    return { ...nothing, withdrawn, corrected, spooled };
  } catch (error) {
    if (error instanceof StateWriteError || error instanceof SpoolFullError) {
      return { ...nothing, withdrawn, spoolFailure: error };
    }
    throw error;
  }
}

/** An export that lacks an app says nothing of that app's records. */
function listWithdrawn(
  { bodies, complete }: Snapshot,
  held: readonly Receipt[],
): Queued['withdrawn'] {
  return complete ? findWithdrawn(held, bodies) : [];
}

/** What a period that was billed for good costs more or less now. */
function findCorrection({ totals }: Snapshot, receipt: Receipt | undefined): Queued['corrected'] {
  if (receipt?.delivered_at === undefined || !isSettled(receipt)) return undefined;
  const changes = compareTotals(receipt.totals, totals);
  return changes.length === 0 ? undefined : { deliveredAt: receipt.delivered_at, changes };
}

/** What waits may have reached the receiver since, or will, and it is to be overwritten then. */
async function isUnchanged(spool: Spool, snapshot: Snapshot, receipt: Receipt): Promise<boolean> {
  if (!snapshot.complete || !receipt.complete || receipt.delivered_at === undefined) return false;
  if (receipt.content !== contentKey(snapshot.bodies.map(({ id }) => id))) return false;

  const { isWaiting, others } = await findRivals(spool, snapshot);
  return !isWaiting && others.size === 0;
}

/** What was provisional has turned out to be final. */
async function noteEnd(spool: Spool, { provisional }: Snapshot, receipt: Receipt): Promise<void> {
  if (receipt.provisional && !provisional) {
    await writeReceipt(spool, { ...receipt, provisional: false });
  }
}

/** Nothing to report is delivered by not being sent; only a receipt tells it from a gap. */
async function noteEmptyBill(
  spool: Spool,
  { isWorkspaceComplete, isProvisional, meter }: Bill,
  snapshot: Snapshot,
  receipt: Receipt | undefined,
): Promise<void> {
  const isKnown = receipt !== undefined && (receipt.bodies_exported > 0 || !receipt.provisional);
  const isEmpty = isWorkspaceComplete && (meter?.refused ?? []).length === 0;
  if (isKnown || isProvisional || !isEmpty) return;

  await writeReceipt(spool, {
    v: 1,
    snapshot: snapshot.key,
    series: snapshot.series,
    about: snapshot.about,
    target: snapshot.target,
    complete: true,
    provisional: false,
    totals: [],
    content: contentKey([]),
    bodies_exported: 0,
    bodies: [],
    records: [],
    delivered_at: new Date(spool.now()).toISOString(),
  });
}

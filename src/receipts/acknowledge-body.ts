import type { AcceptedBody } from '../delivery/delivery-report.ts';
import { listBilledRecords } from '../payload/list-billed-records.ts';
import type { Spool } from '../spool/spool.ts';
import type { SpoolEntry } from '../spool/spool-entry.ts';
import { addToReceipt } from './add-to-receipt.ts';
import { readReceipt, receiptName } from './read-receipt.ts';
import { writeReceipt } from './write-receipt.ts';

/**
 * Notes that the receiver has a body; call it before the body leaves the spool, so that what a
 * killed run leaves behind is a body too many, which is sent again, and never a receipt too few.
 *
 * Returns whether the whole export is there now; undefined when that cannot be told.
 */
export async function acknowledgeBody(
  spool: Spool,
  { export: exported, part, after, body: text }: SpoolEntry,
  body: AcceptedBody,
): Promise<boolean | undefined> {
  if (exported === undefined) return undefined; // queued before there were receipts

  const reading = await readReceipt(spool, receiptName(body.snapshot));
  const previous = reading.kind === 'read' ? reading.receipt : undefined;
  const receipt = addToReceipt(previous, {
    body,
    export: exported,
    part,
    after,
    records: listBilledRecords(text),
  });
  const isWritten = await writeReceipt(spool, receipt);
  return isWritten ? receipt.delivered_at !== undefined : undefined;
}

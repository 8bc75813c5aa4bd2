import { stateKeyOver } from '../payload/idempotency-key.ts';
import type { Spool } from '../spool/spool.ts';
import { requestKey, type SpoolEntry } from '../spool/spool-entry.ts';
import { findOverwritten } from './find-overwritten.ts';
import { readReceipts } from './list-receipts.ts';
import { writeReceipt } from './write-receipt.ts';

/**
 * Notes that a body is about to be removed that may have reached the receiver: what that held before
 * is not known to be there any more, and is sent again.
 */
export async function noteRemoval(spool: Spool, entry: SpoolEntry): Promise<void> {
  if (entry.attempts === 0) return;

  const { receipts } = await readReceipts(spool);
  for (const receipt of findOverwritten(receipts, entry, entry.target)) {
    const { delivered_at: _, ...rest } = receipt;
    const content = stateKeyOver(receipt.content, [requestKey(entry)]);
    await writeReceipt(spool, { ...rest, content });
  }
}

import { writeDurably } from '../files/durable-write.ts';
import { StateWriteError } from '../files/state-write-error.ts';
import { removeFiles } from '../spool/remove-files.ts';
import { filePath, type Spool } from '../spool/spool.ts';
import { readReceipt, receiptName } from './read-receipt.ts';
import type { Receipt } from './receipt.ts';

/**
 * Puts a receipt in the place of the older one of its snapshot. False when the disk has no room
 * for it: then there is none, since an outdated one would let a later export be taken for known.
 */
export async function writeReceipt(spool: Spool, receipt: Receipt): Promise<boolean> {
  const name = receiptName(receipt.snapshot);
  try {
    await writeDurably(
      filePath(spool, 'receipts', name),
      `${JSON.stringify(receipt)}\n`,
      spool.files,
    );
    return true;
  } catch (error) {
    if (!(error instanceof StateWriteError)) throw error;
    if ((await readReceipt(spool, name)).kind !== 'absent') {
      await removeFiles(spool, 'receipts', [name]);
    }
    return false;
  }
}

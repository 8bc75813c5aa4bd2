import { listNames } from '../spool/list-names.ts';
import type { Spool } from '../spool/spool.ts';
import { type ReceiptReading, readReceipt } from './read-receipt.ts';
import type { Receipt } from './receipt.ts';

export type DamagedReceipt = Omit<Extract<ReceiptReading, { kind: 'damaged' }>, 'kind'>;

export type ReceiptListing = {
  readonly receipts: readonly Receipt[];
  readonly damaged: readonly DamagedReceipt[];
};

/** The receipts of one series, all periods together. */
export async function listReceipts(spool: Spool, series: string): Promise<ReceiptListing> {
  const { receipts, damaged } = await readReceipts(spool);
  return { receipts: receipts.filter((receipt) => receipt.series === series), damaged };
}

export async function readReceipts(spool: Spool): Promise<ReceiptListing> {
  const receipts: Receipt[] = [];
  const damaged: DamagedReceipt[] = [];
  for (const name of await listNames(spool, 'receipts')) {
    const reading = await readReceipt(spool, name);
    if (reading.kind === 'damaged') damaged.push({ name, reason: reading.reason });
    if (reading.kind === 'read') receipts.push(reading.receipt);
  }
  return { receipts, damaged };
}

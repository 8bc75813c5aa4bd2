import { listBilledRecords } from '../payload/list-billed-records.ts';
import type { Spool } from '../spool/spool.ts';
import type { SpoolEntry } from '../spool/spool-entry.ts';
import { readReceipts } from './list-receipts.ts';
import type { Receipt } from './receipt.ts';

/** The deliveries to a receiver of which the body would replace something there. */
export async function findOverwritten(
  spool: Spool,
  { about, body }: Pick<SpoolEntry, 'about' | 'body'>,
  target: string,
): Promise<readonly Receipt[]> {
  const keys = new Set(listBilledRecords(body).map(({ key }) => key));
  const { receipts } = await readReceipts(spool);
  return receipts.filter(
    (receipt) =>
      receipt.target === target &&
      (isSameExport(receipt.about, about) || receipt.records.some(({ key }) => keys.has(key))),
  );
}

function isSameExport(one: Receipt['about'], other: Receipt['about']): boolean {
  return (
    one.format === other.format &&
    one.mode === other.mode &&
    one.aggregation === other.aggregation &&
    one.period === other.period
  );
}

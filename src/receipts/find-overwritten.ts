import { listBilledRecords } from '../payload/list-billed-records.ts';
import type { SpoolEntry } from '../spool/spool-entry.ts';
import type { Receipt } from './receipt.ts';

/** The deliveries to a receiver of which the body would replace something there. */
export function findOverwritten(
  receipts: readonly Receipt[],
  { about, body }: Pick<SpoolEntry, 'about' | 'body'>,
  target: string,
): readonly Receipt[] {
  const keys = new Set(listBilledRecords(body).map(({ key }) => key));
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

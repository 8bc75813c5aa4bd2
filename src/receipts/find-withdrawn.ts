import { type BilledRecord, listBilledRecords } from '../payload/list-billed-records.ts';
import type { Receipt } from './receipt.ts';

/**
 * The records that were delivered and that a newer export of the same period does not have. A
 * receiver that overwrites record by record keeps them.
 */
export function findWithdrawn({ records }: Receipt, bodies: readonly string[]): BilledRecord[] {
  const kept = new Set(bodies.flatMap(listBilledRecords).map(({ key }) => key));
  return records.filter(({ key }) => !kept.has(key));
}

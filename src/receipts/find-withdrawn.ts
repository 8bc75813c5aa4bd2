import { billedContents } from '../payload/do-collide.ts';
import type { BilledRecord } from '../payload/list-billed-records.ts';
import type { Snapshot } from '../spool/snapshot.ts';
import type { Receipt } from './receipt.ts';

/**
 * The records that were delivered and that a newer export of the same period does not have, each
 * once. A receiver that overwrites record by record keeps them.
 */
export function findWithdrawn(
  held: readonly Receipt[],
  bodies: Snapshot['bodies'],
): readonly BilledRecord[] {
  if (held.length === 0) return [];

  const kept = billedContents(bodies);
  const withdrawn = held.flatMap(({ records }) => records.filter(({ key }) => !kept.has(key)));
  return [...new Map(withdrawn.map((record) => [record.key, record])).values()];
}

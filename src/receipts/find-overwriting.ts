import { billedContents, doCollide } from '../payload/do-collide.ts';
import type { Snapshot } from '../spool/snapshot.ts';
import { lastChangeAt, type Receipt } from './receipt.ts';

/**
 * Deliveries of other exports that came after the own one and bill some of its records differently:
 * neither the mode nor the period of an export is a part of a record.
 */
export function findOverwriting(
  receipts: readonly Receipt[],
  { key, target, bodies }: Pick<Snapshot, 'key' | 'target' | 'bodies'>,
  own: Receipt | undefined,
): readonly Receipt[] {
  const since = own === undefined ? '' : lastChangeAt(own);
  const later = receipts.filter(
    (receipt) =>
      receipt.snapshot !== key && receipt.target === target && lastChangeAt(receipt) > since,
  );
  if (later.length === 0) return [];

  const contents = billedContents(bodies);
  return later.filter(({ records }) => doCollide(contents, records));
}

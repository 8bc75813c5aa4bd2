import { billedContents, doCollide } from '../payload/do-collide.ts';
import type { SpoolEntry } from '../spool/spool-entry.ts';
import type { Receipt } from './receipt.ts';

/**
 * The deliveries to a receiver of which the body would replace something there; other bodies of its
 * own export are none.
 */
export function findOverwritten(
  receipts: readonly Receipt[],
  entry: SpoolEntry,
  target: string,
): readonly Receipt[] {
  const contents = billedContents([entry]);
  // The key of a snapshot is another one at another receiver.
  const isOfSnapshot = ({ snapshot, about }: Receipt) =>
    entry.target === target ? snapshot === entry.snapshot : isSameExport(about, entry.about);
  return receipts.filter(
    (receipt) =>
      receipt.target === target &&
      receipt.content !== entry.export?.content &&
      (isOfSnapshot(receipt) || doCollide(contents, receipt.records)),
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

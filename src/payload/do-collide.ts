import type { BilledRecord } from './list-billed-records.ts';

/** Whether both bill one record, and not the same: the receiver holds what it got last. */
export function doCollide(one: readonly BilledRecord[], other: readonly BilledRecord[]): boolean {
  const contents = new Map(one.map(({ key, content }) => [key, content]));
  return other.some(({ key, content }) => contents.has(key) && contents.get(key) !== content);
}

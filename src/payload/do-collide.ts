import { type BilledRecord, listBilledRecords } from './list-billed-records.ts';

/** What bodies bill, by the keys of their records. */
export type BilledContents = ReadonlyMap<BilledRecord['key'], BilledRecord['content']>;

export function billedContents(bodies: readonly { readonly body: string }[]): BilledContents {
  const records = bodies.flatMap(({ body }) => listBilledRecords(body));
  return new Map(records.map(({ key, content }) => [key, content]));
}

/** Whether both bill one record, and not the same: the receiver holds what it got last. */
export function doCollide(contents: BilledContents, records: readonly BilledRecord[]): boolean {
  return records.some(({ key, content }) => contents.has(key) && contents.get(key) !== content);
}

import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { message } from '../language/message.ts';
import { compareKeys } from '../payload/compare-keys.ts';
import { version } from '../version.ts';
import type { CachedApp, CachedRecord } from './cached-record.ts';
import { SegmentError } from './segment-error.ts';
import type { SegmentPlace } from './segment-place.ts';
import {
  SEGMENT_VERSION,
  type SegmentFooter,
  type SegmentHeader,
  toRecordLine,
  totalsOf,
} from './segment-schema.ts';

/** Some 300,000 records: no day is larger, and nothing that inflates to more is read. */
export const MAX_SEGMENT_BYTES = 128 * 1024 * 1024;

/** Beyond it gzip takes far longer and saves little. */
const LEVEL = 4;

/** The same records give the same bytes, in whatever order. Throws a SegmentError for too many. */
export async function formatSegment(
  { source, day }: SegmentPlace,
  { id, name, mode }: CachedApp,
  records: readonly CachedRecord[],
): Promise<Uint8Array> {
  const header: SegmentHeader = {
    v: SEGMENT_VERSION,
    version,
    source,
    app: { id, name, mode },
    day,
  };
  const sorted = records.toSorted(compareRecords);
  const lines = [toLine(header), ...sorted.map((record) => toLine(toRecordLine(record)))];
  const footer: SegmentFooter = {
    count: records.length,
    sha256: hashLines(lines),
    totals: totalsOf(records),
  };
  const bytes = Buffer.concat([...lines, toLine(footer)]);
  if (bytes.length > MAX_SEGMENT_BYTES) {
    throw new SegmentError(message('damage_too_many_records'));
  }
  return await promisify(gzip)(bytes, { level: LEVEL });
}

/** By kind and id, which no two records have in common. */
export function compareRecords(left: CachedRecord, right: CachedRecord): number {
  return compareKeys([left.kind, left.id], [right.kind, right.id]);
}

function toLine(value: object): Uint8Array {
  return Buffer.from(`${JSON.stringify(value)}\n`);
}

function hashLines(lines: readonly Uint8Array[]): string {
  const hash = createHash('sha256');
  for (const line of lines) hash.update(line);
  return hash.digest('hex');
}

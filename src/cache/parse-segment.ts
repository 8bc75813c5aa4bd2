import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import * as v from 'valibot';
import { type Message, message } from '../language/message.ts';
import type { CachedApp, CachedRecord } from './cached-record.ts';
import { compareRecords, MAX_SEGMENT_BYTES } from './format-segment.ts';
import { SegmentError } from './segment-error.ts';
import { appFolder, dayOf, type SegmentPlace } from './segment-place.ts';
import {
  FooterSchema,
  HeaderSchema,
  RecordSchema,
  SEGMENT_VERSION,
  type SegmentFooter,
  type SegmentTotals,
  toRecord,
  totalsOf,
} from './segment-schema.ts';

export type Segment = {
  readonly app: CachedApp;
  readonly records: readonly CachedRecord[];
  readonly totals: SegmentTotals;
};

/**
 * Reads a segment of this place; undefined for one of an older format. Throws a SegmentError for
 * anything but a segment exactly as it was written, and quotes nothing of it.
 */
export async function parseSegment(
  compressed: Uint8Array,
  place: SegmentPlace,
): Promise<Segment | undefined> {
  const bytes = await inflate(compressed);
  const [firstLine = '', ...lines] = splitLines(bytes);
  const head = parseLine(firstLine, message('damage_header'));
  if (isOlder(head)) return undefined;

  const { app, source, day } = validate(HeaderSchema, head, message('damage_header'));
  if (source !== place.source || appFolder(app.id) !== place.app || day !== place.day) {
    throw new SegmentError(message('damage_other_segment'));
  }
  const footer = validate(FooterSchema, parseLine(lines.pop() ?? '', FOOTER), FOOTER);
  checkHash(bytes, footer);
  const records = lines.map((line, index) =>
    parseRecord(line, message('damage_record', { number: index + 1 })),
  );
  checkRecords(records, day);
  checkFooter(records, footer);
  return { app, records, totals: footer.totals };
}

const FOOTER = message('damage_footer');

async function inflate(compressed: Uint8Array): Promise<Buffer> {
  if (compressed.length === 0) throw new SegmentError(message('damage_empty'));
  try {
    return await promisify(gunzip)(compressed, { maxOutputLength: MAX_SEGMENT_BYTES });
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? String(cause.code) : '';
    if (code === 'ERR_BUFFER_TOO_LARGE')
      throw new SegmentError(message('damage_too_large'), { cause });
    if (code.startsWith('Z_')) throw new SegmentError(message('damage_not_whole'), { cause });
    throw cause;
  }
}

function splitLines(bytes: Buffer): string[] {
  const lines = bytes.toString().split('\n');
  if (lines.pop() !== '' || lines.length < 2) throw new SegmentError(message('damage_cut'));
  return lines;
}

function isOlder(head: unknown): boolean {
  const isVersioned = typeof head === 'object' && head !== null && 'v' in head;
  if (!isVersioned || !Number.isSafeInteger(head.v)) return false;
  if (Number(head.v) > SEGMENT_VERSION) {
    throw new SegmentError(message('damage_newer_segment', { format: Number(head.v) }));
  }
  return Number(head.v) < SEGMENT_VERSION;
}

function parseLine(line: string, part: Message): unknown {
  try {
    return JSON.parse(line);
  } catch (cause) {
    throw new SegmentError(message('damage_part_no_json', { part }), { cause });
  }
}

function validate<Schema extends v.GenericSchema>(
  schema: Schema,
  value: unknown,
  part: Message,
): v.InferOutput<Schema> {
  const result = v.safeParse(schema, value);
  if (result.success) return result.output;
  throw new SegmentError(message('damage_part_invalid', { part }));
}

function parseRecord(line: string, part: Message): CachedRecord {
  return toRecord(validate(RecordSchema, parseLine(line, part), part));
}

function checkHash(bytes: Buffer, { sha256 }: SegmentFooter): void {
  const footerAt = bytes.lastIndexOf('\n', -2) + 1;
  const found = createHash('sha256').update(bytes.subarray(0, footerAt)).digest('hex');
  if (found !== sha256) throw new SegmentError(message('damage_checksum'));
}

function checkRecords(records: readonly CachedRecord[], day: string): void {
  for (const [index, record] of records.entries()) {
    const previous = records[index - 1];
    const isInOrder = previous === undefined || compareRecords(previous, record) < 0;
    const number = index + 1;
    if (!isInOrder) throw new SegmentError(message('damage_record_order', { number }));
    if (dayOf(record.at) !== day) throw new SegmentError(message('damage_record_day', { number }));
  }
}

function checkFooter(records: readonly CachedRecord[], { count, totals }: SegmentFooter): void {
  if (records.length !== count) {
    throw new SegmentError(message('damage_count', { records: records.length, expected: count }));
  }
  if (JSON.stringify(totalsOf(records)) !== JSON.stringify(totals)) {
    throw new SegmentError(message('damage_totals'));
  }
}

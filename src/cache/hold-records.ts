import { deflateRawSync, inflateRawSync } from 'node:zlib';
import { type CalendarDate, oncePerDay } from '../period/calendar-date.ts';
import type { CachedRecord } from './cached-record.ts';
import { dayOf } from './segment-place.ts';
import { type RecordLine, toRecord, toRecordLine } from './segment-schema.ts';

/** Records that wait in memory for the end of the run; a busy app has a million of them. */
export type HeldRecords = {
  /** What happened before the year 0 or after 9999 is left out. */
  add(record: CachedRecord): void;
  isEmpty(): boolean;
  /** Compresses what is not yet, when no more is expected soon. */
  pack(): void;
  /** Those of one UTC day after the other, each day's in the order in which they were added. */
  days(): Iterable<readonly CachedRecord[]>;
};

/** In characters: less makes gzip forget too often what repeats, more is held as it is. */
const PACK_AT = 48 * 1024;

/** Higher ones take twice the time to save a tenth. */
const LEVEL = 1;

type Day = { readonly packs: Uint8Array[]; lines: string[]; length: number };

export function holdRecords(): HeldRecords {
  const days = new Map<CalendarDate, Day>();
  const findDay = oncePerDay(dayOf);

  return {
    add(record) {
      const date = findDay(record.at);
      if (date === undefined) return;
      const day = days.get(date) ?? { packs: [], lines: [], length: 0 };
      days.set(date, day);
      const line = JSON.stringify(toRecordLine(record));
      day.lines.push(line);
      day.length += line.length;
      if (day.length >= PACK_AT) pack(day);
    },
    isEmpty: () => days.size === 0,
    pack() {
      for (const day of days.values()) pack(day);
    },
    *days() {
      for (const { packs, lines } of days.values()) {
        yield [...packs.flatMap(unpack), ...lines].map(parseLine);
      }
    },
  };
}

function pack(day: Day): void {
  if (day.lines.length === 0) return;
  // A copy, since zlib's own buffer is larger than what it holds.
  day.packs.push(new Uint8Array(deflateRawSync(day.lines.join('\n'), { level: LEVEL })));
  day.lines = [];
  day.length = 0;
}

function unpack(bytes: Uint8Array): string[] {
  return inflateRawSync(bytes).toString().split('\n');
}

function parseLine(text: string): CachedRecord {
  const line: RecordLine = JSON.parse(text);
  return toRecord(line);
}

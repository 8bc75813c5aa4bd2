import type { FileSystem } from '../files/file-system.ts';
import type { CalendarDate } from '../period/calendar-date.ts';
import type { CachedApp } from './cached-record.ts';
import { type CachedFolder, listCache } from './list-cache.ts';
import { readSegment, type SegmentReading } from './read-segment.ts';
import { parseSegmentName, segmentPath } from './segment-place.ts';
import type { DamagedSegment } from './segment-store.ts';

export type VerifiedApp = {
  /** The fingerprint of its Dify and workspace. */
  readonly source: string;
  /** As its newest segment names it. */
  readonly app: CachedApp;
  readonly firstDay: CalendarDate;
  readonly lastDay: CalendarDate;
  readonly days: number;
  readonly records: number;
  readonly tokens: bigint;
  /** On the disk. */
  readonly bytes: number;
};

export type CacheReport = {
  /** Of each, what is whole. */
  readonly apps: readonly VerifiedApp[];
  readonly damaged: readonly DamagedSegment[];
};

/** Reads every segment of a state directory, whatever its source. */
export async function verifyCache(files: FileSystem, stateDir: string): Promise<CacheReport> {
  const listing = await listCache(files, stateDir);
  const apps: VerifiedApp[] = [];
  const damaged = [...listing.damaged];
  for (const folder of listing.folders) {
    const found = await verifyFolder(files, stateDir, folder);
    if (found.app !== undefined) apps.push(found.app);
    damaged.push(...found.damaged);
  }
  return { apps, damaged };
}

async function verifyFolder(
  files: FileSystem,
  stateDir: string,
  { source, app, names }: CachedFolder,
): Promise<{ app: VerifiedApp | undefined; damaged: readonly DamagedSegment[] }> {
  const damaged: DamagedSegment[] = [];
  let verified: VerifiedApp | undefined;
  for (const day of names.flatMap((name) => parseSegmentName(name) ?? [])) {
    const place = { source, app, day };
    const reading = await readSegment(files, stateDir, place);
    if (reading.kind === 'read') verified = addDay(verified, source, day, reading);
    else if (reading.kind !== 'absent') {
      damaged.push({ name: segmentPath(place), reason: reading.reason });
    }
  }
  return { app: verified, damaged };
}

function addDay(
  before: VerifiedApp | undefined,
  source: string,
  day: CalendarDate,
  { segment: { app, records, totals }, bytes }: Extract<SegmentReading, { kind: 'read' }>,
): VerifiedApp {
  return {
    source,
    app,
    firstDay: before?.firstDay ?? day,
    lastDay: day,
    days: (before?.days ?? 0) + 1,
    records: (before?.records ?? 0) + records.length,
    tokens: (before?.tokens ?? 0n) + BigInt(totals.tokens),
    bytes: (before?.bytes ?? 0) + bytes,
  };
}

import { join } from 'node:path';
import { writeDurably } from '../files/durable-write.ts';
import type { FileSystem } from '../files/file-system.ts';
import { ensureStateDirectory } from '../files/state-directory.ts';
import { StateDirectoryError } from '../files/state-directory-error.ts';
import { StateWriteError } from '../files/state-write-error.ts';
import { sweepTemporaryFiles } from '../files/sweep-temporary-files.ts';
import type { CalendarDate } from '../period/calendar-date.ts';
import type { CachedApp, CachedRecord } from './cached-record.ts';
import { formatSegment } from './format-segment.ts';
import type { SegmentReading } from './read-segment.ts';
import { SegmentError } from './segment-error.ts';
import {
  appFolder,
  CACHE_FOLDER,
  dayOf,
  folderOf,
  type SegmentPlace,
  segmentPath,
} from './segment-place.ts';

export type AdderPorts = {
  readonly files: FileSystem;
  readonly now: () => number;
  readonly read: (place: SegmentPlace) => Promise<SegmentReading>;
};

/** The way to add records to the segments of one source. */
export function createRecordAdder(
  stateDir: string,
  source: string,
  { files, now, read }: AdderPorts,
): (app: CachedApp, records: readonly CachedRecord[]) => Promise<void> {
  const prepared = new Set<string>();
  const swept = new Set<string>();
  let lastAddition: Promise<unknown> = Promise.resolve();

  async function add(app: CachedApp, records: readonly CachedRecord[]): Promise<void> {
    await sweep(appFolder(app.id));
    for (const [day, added] of groupByDay(records)) {
      const place = { source, app: appFolder(app.id), day };
      const path = join(stateDir, segmentPath(place));
      try {
        await prepareFolder(place.app);
        const merged = merge(await readOld(place, path), added);
        await writeDurably(path, await formatSegment(place, app, merged), files);
      } catch (cause) {
        const isOurs = cause instanceof StateDirectoryError || cause instanceof SegmentError;
        throw isOurs ? new StateWriteError(path, { cause }) : cause;
      }
    }
  }

  async function prepareFolder(app: string): Promise<void> {
    if (prepared.has(app)) return;
    const folder = folderOf({ source, app });
    // Each by itself: a link in the place of one of them would lead elsewhere.
    for (const path of ['.', CACHE_FOLDER, join(CACHE_FOLDER, source), folder]) {
      await ensureStateDirectory(files, join(stateDir, path));
    }
    prepared.add(app);
  }

  async function sweep(app: string): Promise<void> {
    if (swept.has(app)) return;
    await sweepTemporaryFiles(files, join(stateDir, folderOf({ source, app })), now());
    swept.add(app);
  }

  async function readOld(place: SegmentPlace, path: string): Promise<readonly CachedRecord[]> {
    const reading = await read(place);
    // What Dify has deleted since may be there: it must not be lost to a disk that fails once.
    if (reading.kind === 'refused') throw new StateWriteError(path, { cause: reading.cause });
    return reading.kind === 'read' ? reading.segment.records : [];
  }

  return (app, records) => {
    // One after the other: two that change the same day would each lose what the other adds.
    const addition = lastAddition.then(() => add(app, records));
    lastAddition = addition.catch(() => undefined);
    return addition;
  };
}

function groupByDay(
  records: readonly CachedRecord[],
): ReadonlyMap<CalendarDate, readonly CachedRecord[]> {
  const days = new Map<CalendarDate, CachedRecord[]>();
  for (const record of records) {
    const day = dayOf(record.at);
    if (day === undefined) continue;
    const others = days.get(day);
    if (others === undefined) days.set(day, [record]);
    else others.push(record);
  }
  return days;
}

/** Of records of the same kind and id the last one stays. */
function merge(old: readonly CachedRecord[], added: readonly CachedRecord[]): CachedRecord[] {
  const merged = new Map<string, CachedRecord>();
  for (const record of [...old, ...added]) {
    merged.set(JSON.stringify([record.kind, record.id]), record);
  }
  return [...merged.values()];
}

import { join } from 'node:path';
import { isUuid } from '../config/parse-uuid.ts';
import { type FileSystem, nodeFileSystem } from '../files/file-system.ts';
import type { Text } from '../language/message.ts';
import { type CalendarDate, isCalendarDate } from '../period/calendar-date.ts';
import { createRecordAdder } from './add-records.ts';
import type { CachedApp, CachedRecord } from './cached-record.ts';
import { listFolder } from './list-folder.ts';
import { readSegment, type SegmentReading } from './read-segment.ts';
import {
  APP_FOLDER,
  appFolder,
  CACHE_FOLDER,
  folderOf,
  parseSegmentName,
  type SegmentPlace,
  segmentPath,
  sourceFolder,
} from './segment-place.ts';

type NewestSegment = {
  readonly app: CachedApp;
  readonly records: readonly CachedRecord[];
};

export type DamagedSegment = {
  /** The path below the state directory. */
  readonly name: string;
  readonly reason: Text;
};

/**
 * Facts of one workspace, one file for each app and UTC day. They can always be read from Dify
 * again, as long as it keeps them: whatever is doubtful is taken for absent.
 */
export type SegmentStore = {
  /**
   * The newest segment that can be trusted of each app that has any; it names the app. Where none
   * can be, its id stands for the name, and for its mode that of apps of which nothing is then known.
   */
  listNewest(): Promise<readonly NewestSegment[]>;
  /** UTC days that have a segment, ascending. */
  listDays(appId: string): Promise<readonly CalendarDate[]>;
  /** Empty when there is no segment, or none that can be trusted. */
  readDay(appId: string, day: CalendarDate): Promise<readonly CachedRecord[]>;
  /**
   * Puts the records into the segments of their days, in the place of older ones of the same kind
   * and id; sweeps up after killed runs even when there are none. One durable write per day touched. Throws a StateWriteError; days before may be written.
   * What happened before the year 0 or after 9999 is left out. Call it with the lock held.
   */
  add(app: CachedApp, records: readonly CachedRecord[]): Promise<void>;
  /** Segments that were found damaged so far; the next `add` to their day replaces them. */
  readonly damaged: readonly DamagedSegment[];
};

/** Changes nothing on the disk before the first `add`. */
export function openSegmentStore(
  stateDir: string,
  source: { readonly origin: string; readonly workspaceId: string },
  { files = nodeFileSystem, now }: { readonly files?: FileSystem; readonly now: () => number },
): SegmentStore {
  const folder = sourceFolder(source);
  const damaged = new Map<string, Text>();

  async function list(path: string): Promise<readonly string[]> {
    const listing = await listFolder(files, join(stateDir, path));
    if (listing.kind === 'listed') return listing.names;
    damaged.set(path, listing.reason);
    return [];
  }

  async function listDays(app: string): Promise<readonly CalendarDate[]> {
    const names = await list(folderOf({ source: folder, app }));
    return names.flatMap((name) => parseSegmentName(name) ?? []);
  }

  async function read(place: SegmentPlace): Promise<SegmentReading> {
    const reading = await readSegment(files, stateDir, place);
    if ('reason' in reading) damaged.set(segmentPath(place), reading.reason);
    return reading;
  }

  async function findNewest(app: string): Promise<NewestSegment | undefined> {
    const days = await listDays(app);
    for (const day of days.toReversed()) {
      const reading = await read({ source: folder, app, day });
      if (reading.kind === 'read') return reading.segment;
    }
    const isNamed = days.length > 0 && isUuid(app);
    return isNamed ? { app: { id: app, name: app, mode: 'workflow' }, records: [] } : undefined;
  }

  return {
    async listNewest() {
      const names = await list(join(CACHE_FOLDER, folder));
      const newest: NewestSegment[] = [];
      for (const name of names.filter((each) => APP_FOLDER.test(each))) {
        const segment = await findNewest(name);
        if (segment !== undefined) newest.push(segment);
      }
      return newest;
    },
    listDays: (appId) => listDays(appFolder(appId)),
    async readDay(appId, day) {
      if (!isCalendarDate(day)) throw new RangeError('Not a day');
      const reading = await read({ source: folder, app: appFolder(appId), day });
      return reading.kind === 'read' ? reading.segment.records : [];
    },
    add: createRecordAdder(stateDir, folder, { files, now, read }),
    get damaged() {
      return [...damaged].map(([name, reason]) => ({ name, reason }));
    },
  };
}

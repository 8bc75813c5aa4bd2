import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { isUuid } from '../config/parse-uuid.ts';
import { type CalendarDate, isCalendarDate, toCalendarDate } from '../period/calendar-date.ts';
import type { Instant } from '../period/period.ts';

/** Where a segment lies below the folder of the cache; its header says the same. */
export type SegmentPlace = {
  readonly source: string;
  readonly app: string;
  readonly day: CalendarDate;
};

export const CACHE_FOLDER = 'cache';
export const SOURCE_FOLDER = /^[0-9a-f]{32}$/;
export const APP_FOLDER = /^(?:app-[0-9a-f]{32}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/;
const SEGMENT_NAME = /^(?<day>\d{4}-\d\d-\d\d)\.ndjson\.gz$/;

/** One folder for each workspace of each Dify. */
export function sourceFolder(source: {
  readonly origin: string;
  readonly workspaceId: string;
}): string {
  return hash([source.origin, source.workspaceId]);
}

/** Only a UUID may be a path as it is: the id was told by somebody else. */
export function appFolder(appId: string): string {
  return isUuid(appId) ? appId : `app-${hash([appId])}`;
}

export function folderOf({ source, app }: Omit<SegmentPlace, 'day'>): string {
  return join(CACHE_FOLDER, source, app);
}

/** Relative to the state directory. */
export function segmentPath(place: SegmentPlace): string {
  return join(folderOf(place), `${place.day}.ndjson.gz`);
}

/** Undefined for the name of anything but a segment. */
export function parseSegmentName(name: string): CalendarDate | undefined {
  const day = SEGMENT_NAME.exec(name)?.groups?.['day'];
  return day !== undefined && isCalendarDate(day) ? day : undefined;
}

/** The UTC day; undefined beyond the years that a name has room for. */
export function dayOf(at: Instant): CalendarDate | undefined {
  const day = toCalendarDate(at);
  return /^\d{4}-/.test(day) ? day : undefined;
}

function hash(parts: readonly string[]): string {
  // As JSON, since halves of characters would all be hashed alike.
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 32);
}

import { tzOffset } from '@date-fns/tz/tzOffset';
import { type CalendarDate, isCalendarDate } from './calendar-date.ts';
import { DAY_MS } from './day-ms.ts';
import type { Instant } from './period.ts';

const MINUTE_MS = 60_000;

/** The names of the IANA database that have three letters. */
const IANA_ABBREVIATIONS: ReadonlySet<string> = new Set(
  'CET EET EST GMT HST MET MST PRC ROC ROK UCT UTC WET'.split(' '),
);

export function isTimeZone(name: string): boolean {
  return canonicalTimeZone(name) !== undefined;
}

/**
 * An IANA name in its usual spelling, `utc` → `UTC`; undefined for anything else.
 *
 * Aliases stay as they are: what they resolve to differs between Node versions,
 * and the name is part of the snapshot key. Offsets such as `+08:00` are refused
 * because Dify and the calendar know none, and so are abbreviations that only ICU
 * knows: its `CST` is Chicago, its `BST` Dhaka.
 */
export function canonicalTimeZone(name: string): string | undefined {
  if (/^[+-]/.test(name)) return undefined;
  if (/^[a-z]{3}$/i.test(name) && !IANA_ABBREVIATIONS.has(name.toUpperCase())) return undefined;

  const resolved = resolveTimeZone(name);
  if (resolved === undefined) return undefined;
  return resolved.toLowerCase() === name.toLowerCase() ? resolved : name;
}

function resolveTimeZone(name: string): string | undefined {
  try {
    return new Intl.DateTimeFormat('en-US', { timeZone: name }).resolvedOptions().timeZone;
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

/** What the zone's clocks are ahead of UTC, in milliseconds. */
export function utcOffset(instant: Instant, timeZone: string): number {
  const minutes = tzOffset(timeZone, new Date(instant));
  // The library answers NaN for a zone it does not know.
  if (Number.isNaN(minutes)) throw new RangeError(`Not a time zone: ${JSON.stringify(timeZone)}`);
  return minutes * MINUTE_MS;
}

export function localDate(instant: Instant, timeZone: string): CalendarDate {
  return new Date(instant + utcOffset(instant, timeZone)).toISOString().slice(0, 10);
}

const QUARTER_MS = 15 * MINUTE_MS;

/**
 * `localDate` of many instants, most of them close together: remembers a quarter of an hour, since
 * no zone has changed its clocks or begun a day within one since 1972.
 */
export function createDateFinder(timeZone: string): (instant: Instant) => CalendarDate {
  const dates = new Map<number, CalendarDate>();
  return (instant) => {
    const quarter = Math.floor(instant / QUARTER_MS);
    let date = dates.get(quarter);
    if (date === undefined) {
      date = localDate(quarter * QUARTER_MS, timeZone);
      dates.set(quarter, date);
    }
    return date;
  };
}

/**
 * The first instant of a day, which is not always a midnight.
 *
 * A day that the zone left out (Apia, 2011-12-30) starts where the next one does.
 */
export function startOfDay(date: CalendarDate, timeZone: string): Instant {
  if (!isCalendarDate(date)) throw new RangeError(`Not a date: ${JSON.stringify(date)}`);

  const utcMidnight = Date.parse(date);
  let before = utcMidnight - DAY_MS;
  let start = utcMidnight + DAY_MS;
  while (start - before > MINUTE_MS) {
    const middle = before + Math.floor((start - before) / 2 / MINUTE_MS) * MINUTE_MS;
    if (localDate(middle, timeZone) < date) before = middle;
    else start = middle;
  }
  return start;
}

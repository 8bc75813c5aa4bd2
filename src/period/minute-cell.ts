import { DAY_MS } from './day-ms.ts';
import type { Instant } from './period.ts';
import { attribute, type StatisticsWindow } from './statistics-windows.ts';
import { createDateFinder, utcOffset } from './time-zone.ts';
import { expressibleBounds, toWallMinute } from './wall-clock.ts';

const MINUTE_MS = 60_000;

/**
 * The shortest stretch around an instant that Dify's statistics can be asked for: a minute, or
 * the whole of an hour that the clocks pass twice.
 */
export type MinuteCell = {
  readonly from: Instant;
  readonly to: Instant;
  /** Where the ledger put it: what straddles a boundary is in one bucket, as there. */
  readonly bucket: string;
  /** The window of the ledger that holds the cell. */
  readonly window: StatisticsWindow;
};

/**
 * Finds the cell of an instant; undefined for one that the ledger's windows do not hold or do not
 * bill. Remembers what it found, since a busy app has many messages a minute.
 */
export function createCellFinder(
  windows: readonly StatisticsWindow[],
  accountTimeZone: string,
): (instant: Instant) => MinuteCell | undefined {
  const boundsOf = createBounds(accountTimeZone);
  const dateOf = createDateFinder(accountTimeZone);
  const buckets = new Map<string, string | undefined>();
  const cells = new Map<Instant, MinuteCell | undefined>();

  const find = (minute: Instant): MinuteCell | undefined => {
    const window = windows.find(({ from, to }) => from <= minute && minute < to);
    if (window === undefined) return undefined;
    const date = dateOf(minute);
    const key = `${window.from} ${date}`;
    if (!buckets.has(key)) buckets.set(key, attribute(window, date)?.label);
    const bucket = buckets.get(key);
    if (bucket === undefined) return undefined;
    // Field by field: a spread gives each of the month's 43,000 minutes a hidden class of its own.
    const { from, to } = boundsOf(minute);
    return { from, to, bucket, window };
  };
  return (instant) => {
    const minute = Math.floor(instant / MINUTE_MS) * MINUTE_MS;
    if (!cells.has(minute)) cells.set(minute, find(minute));
    return cells.get(minute);
  };
}

/** Far from a change of the clocks every minute can be named, which saves looking closely. */
function createBounds(timeZone: string) {
  const changes = new Map<number, boolean>();
  const hasChange = (day: number) => {
    const offsets = [-2, -1, 0, 1, 2, 3].map((days) => utcOffset((day + days) * DAY_MS, timeZone));
    return new Set(offsets).size > 1;
  };
  return (minute: Instant) => {
    const next = minute + MINUTE_MS;
    const day = Math.floor(minute / DAY_MS);
    const isChanging = changes.get(day) ?? hasChange(day);
    changes.set(day, isChanging);
    if (!isChanging) return { from: minute, to: next };
    return {
      from: expressibleBounds(minute, timeZone).before,
      to: expressibleBounds(next, timeZone).after,
    };
  };
}

/** One request for everything from one cell to another of the same window. */
export function windowOfCells(
  { from, window }: Pick<MinuteCell, 'from' | 'window'>,
  { to }: Pick<MinuteCell, 'to'>,
  accountTimeZone: string,
): StatisticsWindow {
  return {
    start: toWallMinute(from, accountTimeZone),
    end: toWallMinute(to, accountTimeZone),
    from,
    to,
    attribution: window.attribution,
  };
}

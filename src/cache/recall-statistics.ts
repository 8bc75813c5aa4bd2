import type { StatisticsRow } from '../dify/statistics.ts';
import { addDays, isCalendarDate } from '../period/calendar-date.ts';
import type { StatisticsWindow } from '../period/statistics-windows.ts';
import type { Stretch } from '../period/stretch.ts';
import { localDate, startOfDay } from '../period/time-zone.ts';
import { coverStretch, type StatisticsPiece } from './cover-stretch.ts';
import type { StatisticsFact } from './statistics-fact-kind.ts';

export type RecalledStatistics = {
  /** By the dates of the zone that the window is asked in; several may be of one date. */
  readonly rows: readonly StatisticsRow[];
  /** What nobody told. */
  readonly missing: readonly Stretch[];
  /** What somebody told, but perhaps before the last message was answered. */
  readonly early: readonly Stretch[];
};

/** The parts that facts of one statistic can be divided into, whatever their zones and windows. */
export function toPieces(
  facts: readonly StatisticsFact[],
  leavesOutDebugger: boolean,
): StatisticsPiece[] {
  return facts.flatMap((fact) => {
    const { readAt } = fact;
    const isOwnRule = fact.leavesOutDebugger === leavesOutDebugger;
    return divide(fact).map((part) => ({ ...part, readAt, isOwnRule }));
  });
}

/** What is known of a window that Dify cannot be asked for any more, joined from whole pieces. */
export function recallWindow(
  pieces: readonly StatisticsPiece[],
  window: StatisticsWindow,
  timeZone: string,
): RecalledStatistics {
  const rows: StatisticsRow[] = [];
  const missing: Stretch[] = [];
  const early: Stretch[] = [];
  for (const stretch of stretchesOf(window)) {
    const cover = coverStretch(pieces, stretch);
    missing.push(...cover.missing);
    early.push(...cover.early);
    for (const { from, row } of cover.pieces) {
      if (row !== undefined) rows.push({ ...row, date: localDate(from, timeZone) });
    }
  }
  return { rows, missing, early };
}

/** Each has to be covered by itself, since its rows go to one bucket. */
function stretchesOf({ from, to, attribution }: StatisticsWindow): Stretch[] {
  if (attribution.kind !== 'by-date') return [{ from, to }];
  return attribution.buckets
    .map((bucket) => ({ from: Math.max(from, bucket.start), to: Math.min(to, bucket.end) }))
    .filter((stretch) => stretch.from < stretch.to);
}

function divide({ from, to, timeZone, rows }: StatisticsFact) {
  // MySQL without its time zone tables gives no dates.
  if (!rows.every(({ date }) => isCalendarDate(date))) return [{ from, to, row: addRows(rows) }];

  const parts: (Stretch & Pick<StatisticsPiece, 'row'>)[] = [];
  for (let date = localDate(from, timeZone); ; date = addDays(date, 1)) {
    const start = Math.max(from, startOfDay(date, timeZone));
    if (start >= to) return parts;
    const end = Math.min(to, startOfDay(addDays(date, 1), timeZone));
    const own = rows.filter((row) => row.date === date);
    if (start < end) parts.push({ from: start, to: end, row: addRows(own) });
  }
}

function addRows(rows: readonly StatisticsRow[]): StatisticsPiece['row'] {
  const [first, ...others] = rows;
  return others.reduce<StatisticsPiece['row']>(
    (sum, { count, units }) =>
      sum && {
        count: sum.count + count,
        units: sum.units === undefined || units === undefined ? undefined : sum.units + units,
      },
    first && { count: first.count, units: first.units },
  );
}

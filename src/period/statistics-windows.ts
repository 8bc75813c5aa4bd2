import { findBucket } from './buckets.ts';
import type { CalendarDate } from './calendar-date.ts';
import type { Bucket, Instant } from './period.ts';
import { localDate, startOfDay } from './time-zone.ts';
import { expressibleBounds, isExpressible, toWallMinute } from './wall-clock.ts';

/** One request to Dify's statistics, and which bucket its rows belong to. */
export type StatisticsWindow = {
  /** Wall minutes in the account's zone, `YYYY-MM-DD HH:MM`, end exclusive. */
  readonly start: string;
  readonly end: string;
  readonly from: Instant;
  readonly to: Instant;
  readonly attribution: Attribution;
};

type Attribution =
  /** Everything belongs to one bucket. */
  | { readonly kind: 'bucket'; readonly bucket: Bucket }
  /** Each row belongs to the bucket of its date in the account's zone. */
  | { readonly kind: 'by-date'; readonly buckets: readonly Bucket[]; readonly timeZone: string }
  /**
   * Dify cannot be asked for the boundary between two buckets, so this stretch
   * around it is in one piece. Undefined stands for the time outside of the period.
   */
  | {
      readonly kind: 'straddling';
      readonly earlier: Bucket | undefined;
      readonly later: Bucket | undefined;
    };

/**
 * Plans the requests that tell the usage of each bucket, given without gaps and in order.
 *
 * One window suffices when rows of a date lie in one bucket each. Otherwise there
 * is one per bucket, and a small one around each boundary that wall minutes cannot
 * name: those in the hour that clocks pass twice, which Dify reads in one way only.
 * The windows adjoin, and cover the buckets from the first start to the last end;
 * where one of these two cannot be named they reach a little beyond it.
 */
export function planStatisticsWindows(
  buckets: readonly Bucket[],
  accountTimeZone: string,
): StatisticsWindow[] {
  const first = buckets.at(0);
  const last = buckets.at(-1);
  if (first === undefined || last === undefined) return [];

  // Dates tell buckets apart, and also what a window has to hold too much of.
  const told = [
    ...[first.start, last.end].filter((edge) => !isExpressible(edge, accountTimeZone)),
    ...buckets.slice(1).map(({ start }) => start),
  ];
  if (told.length > 0 && told.every((boundary) => isStartOfDay(boundary, accountTimeZone))) {
    const from = expressibleBounds(first.start, accountTimeZone).before;
    const to = expressibleBounds(last.end, accountTimeZone).after;
    const attribution = { kind: 'by-date', buckets, timeZone: accountTimeZone } as const;
    return [toWindow(from, to, accountTimeZone, attribution)];
  }
  return planByBucket(buckets, accountTimeZone);
}

/**
 * The bucket of a row that a window's request returned; undefined when it is not of this period.
 *
 * What straddles a boundary goes to the earlier bucket, whichever run asks, so
 * that it is billed once; the caller should report that it did.
 */
export function attribute(
  { attribution }: StatisticsWindow,
  date: CalendarDate,
): Bucket | undefined {
  switch (attribution.kind) {
    case 'bucket':
      return attribution.bucket;
    case 'by-date':
      return bucketOfDate(attribution.buckets, date, attribution.timeZone);
    case 'straddling':
      return attribution.earlier;
  }
}

function bucketOfDate(buckets: readonly Bucket[], date: CalendarDate, timeZone: string) {
  const first = buckets.at(0);
  if (first === undefined || date < localDate(first.start, timeZone)) return undefined;

  // The first bucket may begin in the middle of a day.
  return findBucket(buckets, Math.max(startOfDay(date, timeZone), first.start));
}

function isStartOfDay(instant: Instant, timeZone: string): boolean {
  return startOfDay(localDate(instant, timeZone), timeZone) === instant;
}

function planByBucket(buckets: readonly Bucket[], timeZone: string): StatisticsWindow[] {
  const windows: StatisticsWindow[] = [];
  let cursor = Number.NEGATIVE_INFINITY;
  const add = (from: Instant, to: Instant, attribution: Attribution) => {
    // Two boundaries within the same stretch need it once only.
    if (from < cursor || from >= to) return;
    windows.push(toWindow(from, to, timeZone, attribution));
    cursor = to;
  };

  let earlier: Bucket | undefined;
  for (const bucket of buckets) {
    const start = expressibleBounds(bucket.start, timeZone);
    const end = expressibleBounds(bucket.end, timeZone);
    add(start.before, start.after, { kind: 'straddling', earlier, later: bucket });
    add(start.after, end.before, { kind: 'bucket', bucket });
    earlier = bucket;
  }
  if (earlier !== undefined) {
    const end = expressibleBounds(earlier.end, timeZone);
    add(end.before, end.after, { kind: 'straddling', earlier, later: undefined });
  }
  return windows;
}

function toWindow(
  from: Instant,
  to: Instant,
  timeZone: string,
  attribution: Attribution,
): StatisticsWindow {
  return {
    start: toWallMinute(from, timeZone),
    end: toWallMinute(to, timeZone),
    from,
    to,
    attribution,
  };
}

import { calendarBucket } from './calendar-bucket.ts';
import { addDays } from './calendar-date.ts';
import type { Aggregation, Bucket, Instant, Period } from './period.ts';
import { localDate, startOfDay } from './time-zone.ts';

/**
 * Cuts a period where months, ISO weeks or days begin in its zone.
 *
 * The buckets cover the period exactly and in order. One that the period holds
 * only a part of is cut at the period's bounds and keeps its whole label; a day
 * that the zone left out has none.
 */
export function cutBuckets(period: Period, aggregation: Aggregation): Bucket[] {
  const buckets: Bucket[] = [];
  let start = period.start;
  let date = localDate(start, period.timeZone);

  while (start < period.end) {
    const { label, last } = calendarBucket(date, aggregation);
    date = addDays(last, 1);
    const end = Math.min(startOfDay(date, period.timeZone), period.end);
    if (end <= start) continue;
    buckets.push({ label, start, end });
    start = end;
  }
  return buckets;
}

export function isWithin({ start, end }: Pick<Period, 'start' | 'end'>, instant: Instant): boolean {
  return start <= instant && instant < end;
}

/** The bucket that holds an instant; `buckets` are in order and without gaps. */
export function findBucket(buckets: readonly Bucket[], instant: Instant): Bucket | undefined {
  let low = 0;
  let high = buckets.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const bucket = buckets[middle];
    if (bucket === undefined) return undefined;
    if (instant < bucket.start) high = middle;
    else if (instant >= bucket.end) low = middle + 1;
    else return bucket;
  }
  return undefined;
}

import { calendarBucket } from './calendar-bucket.ts';
import { addDays, type CalendarDate, type CalendarRange } from './calendar-date.ts';
import type { Aggregation } from './period.ts';

export type DeliveredPeriod = CalendarRange & {
  /** All of it, after it had ended. */
  readonly isSettled: boolean;
};

export type MissingPeriods = {
  /** From where on gaps are looked for; undefined when nothing was ever delivered. */
  readonly since: CalendarRange | undefined;
  /** Oldest first. */
  readonly periods: readonly CalendarRange[];
  /** How many more there are beyond the limit. */
  readonly more: number;
};

/**
 * The whole months, weeks or days before `openDate`'s that were not delivered.
 *
 * Gaps count from the earliest delivery within the last `limit` periods on, and when there is none
 * from the last one before. Without any delivery only the last period is missing: how far back the
 * bill goes is not ours to guess.
 */
export function findMissingPeriods(
  delivered: readonly DeliveredPeriod[],
  openDate: CalendarDate,
  aggregation: Aggregation,
  limit: number,
): MissingPeriods {
  const last = bucketOf(addDays(bucketOf(openDate, aggregation).first, -1), aggregation);
  const earliest = delivered.map(({ first }) => first).toSorted()[0];
  if (earliest === undefined) return { since: undefined, periods: [last], more: 0 };

  const all = listBuckets(earliest, last, aggregation);
  const isTouched = (bucket: CalendarRange) => delivered.some((each) => overlaps(each, bucket));
  const recent = all.slice(-limit).find(isTouched);
  const since = recent ?? all.findLast(isTouched);
  const missing = all
    .filter(({ first }) => since !== undefined && first >= since.first)
    .filter((bucket) => !delivered.some((each) => each.isSettled && covers(each, bucket)));
  const periods = missing.slice(0, limit);
  return { since, periods, more: missing.length - periods.length };
}

function bucketOf(date: CalendarDate, aggregation: Aggregation): CalendarRange {
  const { first, last } = calendarBucket(date, aggregation);
  return { first, last };
}

function listBuckets(
  from: CalendarDate,
  last: CalendarRange,
  aggregation: Aggregation,
): readonly CalendarRange[] {
  const buckets: CalendarRange[] = [];
  for (let date = from; date <= last.last; ) {
    const bucket = bucketOf(date, aggregation);
    buckets.push(bucket);
    date = addDays(bucket.last, 1);
  }
  return buckets;
}

function overlaps(one: CalendarRange, other: CalendarRange): boolean {
  return one.first <= other.last && other.first <= one.last;
}

function covers(whole: CalendarRange, part: CalendarRange): boolean {
  return whole.first <= part.first && part.last <= whole.last;
}

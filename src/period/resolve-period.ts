import { message } from '../language/message.ts';
import { cutBuckets } from './buckets.ts';
import { calendarBucket } from './calendar-bucket.ts';
import { addDays, type CalendarDate, type CalendarRange } from './calendar-date.ts';
import type { PeriodRequest } from './parse-period-request.ts';
import type { Aggregation, Bucket, Instant, Period } from './period.ts';
import { PeriodError } from './period-error.ts';
import { localDate, startOfDay } from './time-zone.ts';

export type PeriodOptions = {
  readonly timeZone: string;
  readonly now: Instant;
  readonly aggregation: Aggregation;
  /** Send buckets cut at the requested dates instead of widening to whole ones. */
  readonly partialBuckets: boolean;
};

export type ResolvedPeriod = {
  /**
   * The dates of the whole period, `2026-11-01..2026-11-30`, after widening. It does
   * not depend on how much has passed: November is the same while it runs and later.
   */
  readonly nominal: string;
  /** What was asked for, not widened; may end after now. */
  readonly requested: Period;
  /** What is read: whole buckets, up to now. Empty when nothing has passed yet. */
  readonly collected: Period;
  /** They cover `collected` exactly; the last one is cut at now while it is open. */
  readonly buckets: readonly Bucket[];
  /** `collected` ends at now, before the calendar does. */
  readonly isOpen: boolean;
  readonly widened: boolean;
};

const MINUTE_MS = 60_000;

/** Throws a {@link PeriodError} for a period that has not begun. */
export function resolvePeriod(request: PeriodRequest, options: PeriodOptions): ResolvedPeriod {
  const { timeZone, now, aggregation, partialBuckets } = options;
  const asked = datesOf(request, localDate(now, timeZone));
  const nominal = partialBuckets ? asked : widen(asked, aggregation);
  const requested = toPeriod(asked, timeZone);
  const whole = toPeriod(nominal, timeZone);
  if (requested.start > now) throw notBegun(asked, options);

  const collected = clip(requested, whole, now);
  return {
    nominal: formatRange(nominal),
    requested,
    collected,
    buckets: cutBuckets(collected, aggregation),
    isOpen: collected.end < whole.end,
    widened: nominal.first !== asked.first || nominal.last !== asked.last,
  };
}

function datesOf(request: PeriodRequest, today: CalendarDate): CalendarRange {
  switch (request.kind) {
    case 'today':
      return { first: today, last: today };
    case 'yesterday':
      return calendarBucket(addDays(today, -1), 'daily');
    case 'current_week':
      return calendarBucket(today, 'weekly');
    case 'last_week':
      return calendarBucket(addDays(today, -7), 'weekly');
    case 'current_month':
      return calendarBucket(today, 'monthly');
    case 'last_month':
      return calendarBucket(addDays(calendarBucket(today, 'monthly').first, -1), 'monthly');
    case 'last_days':
      return { first: addDays(today, -request.days), last: addDays(today, -1) };
    case 'dates':
      return request;
  }
}

function widen({ first, last }: CalendarRange, aggregation: Aggregation): CalendarRange {
  return {
    first: calendarBucket(first, aggregation).first,
    last: calendarBucket(last, aggregation).last,
  };
}

function toPeriod({ first, last }: CalendarRange, timeZone: string): Period {
  return {
    start: startOfDay(first, timeZone),
    end: startOfDay(addDays(last, 1), timeZone),
    timeZone,
  };
}

function clip(requested: Period, whole: Period, now: Instant): Period {
  // Dify's statistics know no seconds: a later end could not be asked for.
  const lastMinute = Math.floor(now / MINUTE_MS) * MINUTE_MS;
  if (lastMinute <= requested.start) return { ...requested, end: requested.start };
  return { ...whole, end: Math.min(whole.end, lastMinute) };
}

function notBegun(asked: CalendarRange, { timeZone, now }: PeriodOptions): PeriodError {
  return new PeriodError(
    message('period_not_begun', {
      period: formatRange(asked),
      zone: timeZone,
      today: localDate(now, timeZone),
    }),
  );
}

function formatRange({ first, last }: CalendarRange): string {
  return `${first}..${last}`;
}

import * as v from 'valibot';
import { type CalendarDate, oncePerDay, toCalendarDate } from '../period/calendar-date.ts';
import type { Instant } from '../period/period.ts';

/**
 * How many facts there are of each UTC day that has any. One day's segment may be damaged, cleared
 * or never have been written while that of another day counts on it.
 */
export type DayCounts = Readonly<Record<CalendarDate, number>>;

export const DayCountsSchema = v.record(
  v.string(),
  v.pipe(v.number(), v.safeInteger(), v.minValue(1)),
);

export function countByDay(instants: readonly Instant[]): DayCounts {
  const counts = new Map<CalendarDate, number>();
  const dayOf = oncePerDay(toCalendarDate);
  for (const instant of instants) {
    const day = dayOf(instant);
    counts.set(day, (counts.get(day) ?? 0) + 1);
  }
  return Object.fromEntries(counts);
}

/** The days of which fewer facts are left than there were. */
export function listLostDays(before: DayCounts, now: DayCounts): CalendarDate[] {
  return Object.entries(before)
    .filter(([day, count]) => (now[day] ?? 0) < count)
    .map(([day]) => day);
}

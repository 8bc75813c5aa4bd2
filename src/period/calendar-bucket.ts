import { addDays, type CalendarDate, type CalendarRange, daysBetween } from './calendar-date.ts';
import type { Aggregation } from './period.ts';

export type CalendarBucket = CalendarRange & { readonly label: string };

/** The whole month, ISO week or day that a date lies in. */
export function calendarBucket(date: CalendarDate, aggregation: Aggregation): CalendarBucket {
  switch (aggregation) {
    case 'monthly':
      return monthOf(date);
    case 'weekly':
      return weekOf(date);
    case 'daily':
      return { label: date, first: date, last: date };
  }
}

function monthOf(date: CalendarDate): CalendarBucket {
  const label = date.slice(0, 7);
  const first = `${label}-01`;
  const inNextMonth = addDays(first, 31);
  return { label, first, last: addDays(inNextMonth, -Number(inNextMonth.slice(8))) };
}

const FIRST_MONDAY = '0001-01-01';

function weekOf(date: CalendarDate): CalendarBucket {
  const first = addDays(date, -(daysBetween(FIRST_MONDAY, date) % 7));

  // ISO 8601: a week belongs to the year that its Thursday is in.
  const thursday = addDays(first, 3);
  const year = thursday.slice(0, 4);
  const week = Math.floor(daysBetween(`${year}-01-01`, thursday) / 7) + 1;
  return { label: `${year}-W${String(week).padStart(2, '0')}`, first, last: addDays(first, 6) };
}

import { DAY_MS } from './day-ms.ts';
import type { Instant } from './period.ts';

/** A day of the calendar, `YYYY-MM-DD`, in no zone; such texts sort by date. */
export type CalendarDate = string;

/** Both dates inclusive. */
export type CalendarRange = { readonly first: CalendarDate; readonly last: CalendarDate };

export function isCalendarDate(text: string): boolean {
  const midnight = Date.parse(text);
  if (Number.isNaN(midnight)) return false;

  // The parser takes other forms as well, and lets 2026-02-30 overflow into March.
  return text === toCalendarDate(midnight);
}

export function addDays(date: CalendarDate, days: number): CalendarDate {
  return toCalendarDate(Date.parse(date) + days * DAY_MS);
}

export function daysBetween(from: CalendarDate, to: CalendarDate): number {
  return (Date.parse(to) - Date.parse(from)) / DAY_MS;
}

/** The day of UTC to which an instant belongs. */
export function toCalendarDate(instant: Instant): CalendarDate {
  return new Date(instant).toISOString().slice(0, 10);
}

/** The same for all instants of a UTC day, and found once for each. */
export function oncePerDay<Value>(find: (instant: Instant) => Value): (instant: Instant) => Value {
  const found = new Map<number, Value>();
  return (instant) => {
    const day = Math.floor(instant / DAY_MS);
    const known = found.get(day);
    if (known !== undefined) return known;
    const value = find(instant);
    found.set(day, value);
    return value;
  };
}

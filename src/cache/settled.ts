import { createHash } from 'node:crypto';
import { addDays, type CalendarDate, toCalendarDate } from '../period/calendar-date.ts';
import { DAY_MS } from '../period/day-ms.ts';
import type { Instant } from '../period/period.ts';
import { startOfDay } from '../period/time-zone.ts';
import type { RunFact } from './run-fact-kinds.ts';

const HOUR_MS = 60 * 60_000;

/** Dify writes what a message or a finished run has spent well within this time. */
export const SETTLED_AFTER_MS = 2 * HOUR_MS;

/** From 1.9.2 on a stopped run says `running` for ever; a paused one may go on after weeks. */
const LONGEST_MS: Readonly<Record<string, number>> = {
  running: DAY_MS,
  paused: 30 * DAY_MS,
};

/** Whether the run had come to its end when it was read, so that it reads the same for ever. */
export function isRunSettled({ readAt, run }: RunFact): boolean {
  return isSettledRun(run, readAt);
}

export function isSettledRun(
  { startedAt, status }: { readonly startedAt: Instant; readonly status: string | undefined },
  readAt: Instant,
): boolean {
  return readAt - startedAt >= (LONGEST_MS[status ?? ''] ?? SETTLED_AFTER_MS);
}

/** Whether nothing could be added to a day of the account's zone when it was read. */
export function isDaySettled(date: CalendarDate, timeZone: string, readAt: Instant): boolean {
  return startOfDay(addDays(date, 1), timeZone) + SETTLED_AFTER_MS <= readAt;
}

/** One in so many of the facts that are known is asked for again, other ones each day. */
const SAMPLE = 200;

export function isSampled(id: string, now: Instant): boolean {
  const hash = createHash('sha256')
    .update(`${toCalendarDate(now)} ${id}`)
    .digest();
  return hash.readUInt32BE(0) % SAMPLE === 0;
}

import { message, type Text } from '../language/message.ts';
import { calendarBucket } from './calendar-bucket.ts';
import { type CalendarDate, type CalendarRange, isCalendarDate } from './calendar-date.ts';
import { PeriodError } from './period-error.ts';
import { type RelativePeriod, relativePeriods } from './relative-periods.ts';

/** What was asked for; which dates a relative one means depends on the day and the zone. */
export type PeriodRequest =
  | { readonly kind: RelativePeriod }
  | { readonly kind: 'last_days'; readonly days: number }
  | ({ readonly kind: 'dates' } & CalendarRange);

/** The dates of `custom`, both inclusive: START_DATE and END_DATE, or --from and --to. */
export type CustomDates = {
  readonly startDate?: string | undefined;
  readonly endDate?: string | undefined;
};

const LAST_DAYS = /^last_(?<days>\d+)_days$/;
const MONTH = /^\d{4}-\d{2}$/;
const DATE = /^\d{4}-\d{2}-\d{2}$/;
const MAX_DAYS = 3660;
/** Dify is from 2023: an earlier year is a slip such as 0206 for 2026. */
const FIRST_YEAR = '2000';

/** Reads DIFY_FETCH_PERIOD or --period. Throws a {@link PeriodError}. */
export function parsePeriodRequest(text: string, dates: CustomDates): PeriodRequest {
  const relative = relativePeriods.find((name) => name === text);
  if (relative !== undefined) return { kind: relative };
  if (text === 'custom') return parseCustom(dates);

  const { days } = LAST_DAYS.exec(text)?.groups ?? {};
  if (days !== undefined) return { kind: 'last_days', days: parseDays(text, days) };
  if (MONTH.test(text)) return parseMonth(text);
  if (DATE.test(text)) {
    const date = parseDate(text, message('period_the_period'));
    return { kind: 'dates', first: date, last: date };
  }
  // Not repeated, as in every sentence about a setting: it may be a secret at the wrong place.
  throw new PeriodError(message('period_none', { words: relativePeriods }));
}

function parseCustom({ startDate, endDate }: CustomDates): PeriodRequest {
  const first = parseDate(startDate, 'START_DATE (--from)', 'startDate');
  const last = parseDate(endDate, 'END_DATE (--to)', 'endDate');
  if (last < first) {
    throw new PeriodError(message('period_backwards', { first, last }), { date: 'startDate' });
  }
  return { kind: 'dates', first, last };
}

function parseDays(text: string, digits: string): number {
  const days = Number(digits);
  if (days >= 1 && days <= MAX_DAYS) return days;
  throw new PeriodError(message('period_days', { text, max: MAX_DAYS }));
}

function parseMonth(text: string): PeriodRequest {
  const firstDay = `${text}-01`;
  if (!isCalendarDate(firstDay) || firstDay < FIRST_YEAR) {
    throw new PeriodError(message('period_month', { text }));
  }
  const { first, last } = calendarBucket(firstDay, 'monthly');
  return { kind: 'dates', first, last };
}

function parseDate(text: string | undefined, name: Text, date?: PeriodError['date']): CalendarDate {
  if (text === undefined || text === '') {
    throw new PeriodError(message('period_no_date', { name }), { isMissingDate: true });
  }
  if (isCalendarDate(text) && text >= FIRST_YEAR) return text;
  throw new PeriodError(message('period_date', { name }), { date });
}

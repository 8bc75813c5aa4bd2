import type { Aggregation } from '../../src/period/period.ts';

/** The labels of whole buckets that October 2026 touches. */
export const OCTOBER: Readonly<Record<Aggregation, ReadonlySet<string>>> = {
  monthly: new Set(['2026-10']),
  weekly: new Set(['2026-W40', '2026-W41', '2026-W42', '2026-W43', '2026-W44']),
  daily: new Set(
    Array.from({ length: 31 }, (_, day) => `2026-10-${String(day + 1).padStart(2, '0')}`),
  ),
};

/** Labels the buckets that instants in microseconds belong to, independently of the program. */
export function labelPeriods({
  timeZone,
  aggregation,
}: {
  readonly timeZone: string;
  readonly aggregation: Aggregation;
}): (atUs: number) => string {
  const days = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short' });
  return (atUs) => {
    const date = days.format(atUs / 1000);
    if (aggregation === 'daily') return date;
    return aggregation === 'monthly' ? date.slice(0, 7) : isoWeek(date);
  };
}

/** The week of the year that holds the date's Thursday. */
function isoWeek(date: string): string {
  const thursday = new Date(`${date}T00:00:00Z`);
  thursday.setUTCDate(thursday.getUTCDate() + 4 - (thursday.getUTCDay() || 7));
  const year = thursday.getUTCFullYear();
  const week = Math.ceil(((thursday.getTime() - Date.UTC(year, 0, 1)) / 86_400_000 + 1) / 7);
  return `${year}-W${String(week).padStart(2, '0')}`;
}

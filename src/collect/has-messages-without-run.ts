import { addCounts } from '../dify/statistics.ts';
import { isCalendarDate } from '../period/calendar-date.ts';
import type { Instant } from '../period/period.ts';
import { createDateFinder } from '../period/time-zone.ts';
import type { AppUsageFold } from '../usage/app-usage.ts';
import type { CollectScope } from './collect-scope.ts';
import { isOfOneBucket, joinWindows, MANY_WINDOWS } from './join-windows.ts';
import { forEachRow } from './sum-statistics.ts';

const MESSAGES = 'daily-messages';

/**
 * Whether Dify counts messages of which no run was read. They are compared date by date, since the
 * deletion of a conversation takes messages away, and runs of a whole month would hide behind it.
 */
export async function hasMessagesWithoutRun(
  {
    reader,
    windows,
    accountTimeZone,
  }: Pick<CollectScope, 'reader' | 'windows' | 'accountTimeZone'>,
  fold: AppUsageFold,
  startsOfRuns: readonly Instant[],
): Promise<boolean> {
  const many = windows.filter(isOfOneBucket);
  const asked = many.length < MANY_WINDOWS ? windows : [joinWindows(many, accountTimeZone)];
  const byDate = new Map<string, number>();
  const byBucket = new Map<string, number>();
  await forEachRow(reader, MESSAGES, asked, (bucket, { date, count }) => {
    for (const [counts, label] of [
      [byDate, date],
      [byBucket, bucket],
    ] as const) {
      counts.set(label, addCounts(reader.host, MESSAGES, counts.get(label) ?? 0, count));
    }
  });
  // MySQL without its time zone tables gives no dates.
  if ([...byDate.keys()].every(isCalendarDate)) {
    return hasMore(byDate, countByMessageDate(startsOfRuns, accountTimeZone));
  }
  return hasMore(
    byBucket,
    new Map(fold.result().runCounts.map(({ bucket, runs }) => [bucket, runs])),
  );
}

/** A run may begin some seconds after its message … */
const RUN_MAY_BE_LATE_MS = 60_000;
/** … whose time is rounded to whole seconds. */
const ROUNDING_MS = 1000;

/** A run that began about midnight counts on both dates: its message may be of either. */
function countByMessageDate(starts: readonly Instant[], timeZone: string): Map<string, number> {
  const dateOf = createDateFinder(timeZone);
  const counts = new Map<string, number>();
  for (const startedAt of starts) {
    const edges = [startedAt - RUN_MAY_BE_LATE_MS, startedAt + ROUNDING_MS];
    for (const date of new Set(edges.map(dateOf))) counts.set(date, (counts.get(date) ?? 0) + 1);
  }
  return counts;
}

function hasMore(
  messages: ReadonlyMap<string, number>,
  runs: ReadonlyMap<string, number>,
): boolean {
  return [...messages].some(([label, count]) => count > (runs.get(label) ?? 0));
}

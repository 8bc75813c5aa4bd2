import { RUN_COUNTS, RUN_TOKENS } from '../dify/statistics.ts';
import { isCalendarDate } from '../period/calendar-date.ts';
import type { StatisticsWindow } from '../period/statistics-windows.ts';
import { localDate } from '../period/time-zone.ts';
import type { AppUsageFold } from '../usage/app-usage.ts';
import type { RunStatistics } from '../usage/compare-statistics.ts';
import { expectedTokens, NO_RUNS, type RunCount } from '../usage/count-runs.ts';
import type { CollectScope } from './collect-scope.ts';
import { type BucketWindow, isOfOneBucket, joinWindows, MANY_WINDOWS } from './join-windows.ts';
import { readRunStatistics } from './sum-statistics.ts';

type RunScope = Pick<CollectScope, 'reader' | 'windows' | 'accountTimeZone'>;

/**
 * Tokens and number of workflow runs by Dify's statistics, per bucket.
 *
 * Where our buckets are not the account's days, each of them takes a request of its own. So all of
 * it is asked for at once, by the account's dates, and compared with the runs that were read.
 * A bucket is asked for only where one of its dates differs; the others have what was read.
 *
 * A stretch that Dify cannot divide between two buckets is left out: its runs are known one by
 * one, and are not compared (see `isComparable`).
 */
export async function proveRunStatistics(
  scope: RunScope,
  fold: AppUsageFold,
): Promise<RunStatistics[]> {
  const { reader } = scope;
  const windows = scope.windows.filter(isOfOneBucket);
  if (windows.length < MANY_WINDOWS) return await readRunStatistics(reader, scope.windows);

  const differing = await findDifferingDates(scope, windows, fold.countByDate());
  const doubtful = windows.filter((window) => holdsOneOf(differing, window, scope));
  const asked = await readRunStatistics(reader, doubtful);
  const labels = new Set(doubtful.map(({ attribution }) => attribution.bucket.label));
  const proven = fold
    .result()
    .runCounts.filter(({ bucket }) => !labels.has(bucket))
    .map((count) => ({ bucket: count.bucket, ...toStatistics(count) }));
  return [...asked, ...proven].sort((one, other) => (one.bucket < other.bucket ? -1 : 1));
}

/** The account's dates of which Dify counts other runs or tokens than were read. */
async function findDifferingDates(
  { reader, accountTimeZone }: RunScope,
  windows: readonly BucketWindow[],
  counts: readonly RunCount[],
): Promise<Set<string>> {
  const whole = joinWindows(windows, accountTimeZone);
  const ours = new Map(counts.map((count) => [count.bucket, toStatistics(count)]));
  const tokens = (await reader.readStatistics(RUN_TOKENS, whole)) ?? [];
  const runs = (await reader.readStatistics(RUN_COUNTS, whole)) ?? [];
  const dates = new Set([...[...tokens, ...runs].map(({ date }) => date), ...ours.keys()]);
  const countOn = (rows: typeof tokens, date: string) =>
    rows.reduce((sum, row) => (row.date === date ? sum + row.count : sum), 0);
  return new Set(
    [...dates].filter((date) => {
      const own = ours.get(date) ?? toStatistics(NO_RUNS);
      return countOn(tokens, date) !== own.tokens || countOn(runs, date) !== own.runs;
    }),
  );
}

function toStatistics(count: Omit<RunCount, 'bucket'>) {
  return { tokens: expectedTokens(count), runs: count.runs };
}

function holdsOneOf(
  dates: ReadonlySet<string>,
  { from, to }: StatisticsWindow,
  { accountTimeZone }: RunScope,
): boolean {
  const [first, last] = [localDate(from, accountTimeZone), localDate(to - 1, accountTimeZone)];
  // A date that is none, which MySQL without its time zone tables gives, may be any.
  return [...dates].some((date) => !isCalendarDate(date) || (first <= date && date <= last));
}

import { addCounts } from '../dify/statistics.ts';
import { isCalendarDate } from '../period/calendar-date.ts';
import type { Bucket, Instant } from '../period/period.ts';
import type { StatisticsWindow } from '../period/statistics-windows.ts';
import { createDateFinder, localDate } from '../period/time-zone.ts';
import type { AppUsageFold } from '../usage/app-usage.ts';
import type { RunStatistics } from '../usage/compare-statistics.ts';
import { expectedTokens, NO_RUNS, type RunCount } from '../usage/count-runs.ts';
import type { CollectScope } from './collect-scope.ts';
import { forEachRow, readRunStatistics } from './sum-statistics.ts';

type RunScope = Pick<CollectScope, 'reader' | 'windows' | 'accountTimeZone'>;

/** Fewer windows cost no more than asking for all of them at once. */
const MANY_WINDOWS = 3;

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

/**
 * Whether Dify counts messages of which no run was read. They are compared date by date, since the
 * deletion of a conversation takes messages away, and runs of a whole month would hide behind it.
 */
export async function hasMessagesWithoutRun(
  { reader, windows, accountTimeZone }: RunScope,
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

const TOKENS = 'workflow/token-costs';
const RUNS = 'workflow/daily-conversations';
const MESSAGES = 'daily-messages';

/** The account's dates of which Dify counts other runs or tokens than were read. */
async function findDifferingDates(
  { reader, accountTimeZone }: RunScope,
  windows: readonly BucketWindow[],
  counts: readonly RunCount[],
): Promise<Set<string>> {
  const whole = joinWindows(windows, accountTimeZone);
  const ours = new Map(counts.map((count) => [count.bucket, toStatistics(count)]));
  const tokens = (await reader.readStatistics(TOKENS, whole)) ?? [];
  const runs = (await reader.readStatistics(RUNS, whole)) ?? [];
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

type BucketWindow = StatisticsWindow & {
  readonly attribution: { readonly kind: 'bucket'; readonly bucket: Bucket };
};

function isOfOneBucket(window: StatisticsWindow): window is BucketWindow {
  return window.attribution.kind === 'bucket';
}

/** One window over all of these, whose rows tell the dates of the account. */
function joinWindows(windows: readonly BucketWindow[], timeZone: string): StatisticsWindow {
  const [first] = windows;
  const last = windows.at(-1);
  if (first === undefined || last === undefined) throw new TypeError('There are no windows');
  const buckets = windows.map(({ attribution }) => attribution.bucket);
  const attribution = { kind: 'by-date', buckets, timeZone } as const;
  return { start: first.start, end: last.end, from: first.from, to: last.to, attribution };
}

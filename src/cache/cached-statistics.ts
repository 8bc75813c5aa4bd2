import type { AppReader } from '../dify/app-reader.ts';
import type { Statistic, StatisticsRow } from '../dify/statistics.ts';
import { addDays, isCalendarDate } from '../period/calendar-date.ts';
import type { Instant } from '../period/period.ts';
import type { StatisticsWindow } from '../period/statistics-windows.ts';
import { startOfDay } from '../period/time-zone.ts';
import type { CacheScope } from './cache-scope.ts';
import { STATISTICS, type StatisticsFact } from './fact-kinds.ts';
import { isDaySettled, isSampled, SETTLED_AFTER_MS } from './settled.ts';

/** Runs that are deleted are known one by one, and need no sum to stand for them. */
const OF_RUNS: ReadonlySet<Statistic> = new Set([
  'workflow/token-costs',
  'workflow/daily-conversations',
]);

const MINUTE_MS = 60_000;

/**
 * A window of the past is asked once. What was deleted since stays in the days that had ended.
 *
 * `hasMoved` tells whether runs of the past were read, since the statistics of their days
 * change with them.
 */
export function cacheStatistics(
  scope: CacheScope,
  hasMoved: () => boolean,
): Pick<AppReader, 'readStatistics'> {
  const { reader, facts, now, accountTimeZone, isAppDeleted } = scope;

  return {
    async readStatistics(statistic, window) {
      const { start, end, from, to } = window;
      const openId = JSON.stringify([statistic, accountTimeZone, start]);
      const closedId = JSON.stringify([statistic, accountTimeZone, start, end]);
      const closed = facts.find(STATISTICS, closedId);
      const known = closed ?? facts.find(STATISTICS, openId);
      const isOfRuns = OF_RUNS.has(statistic);
      if (isAppDeleted) {
        if (isOfRuns || known === undefined) return [];
        return known.rows.filter(({ date }) => (endOf(date, known, scope) ?? Infinity) <= to);
      }
      const mayDiffer = (isOfRuns && hasMoved()) || isSampled(closedId, now);
      if (closed !== undefined && !mayDiffer) return closed.rows;

      const fresh = await reader.readStatistics(statistic, window);
      const rows =
        isOfRuns || known === undefined
          ? fresh
          : keepDeleted(scope, statistic, window, known, fresh);
      const isSettled = to + SETTLED_AFTER_MS <= now;
      if (isSettled || isWhole(window)) {
        facts.put(STATISTICS, { readAt: now, id: isSettled ? closedId : openId, from, to, rows });
      }
      return rows;
    },
  };
}

/** In a day that had ended nothing becomes less but by being deleted. */
function keepDeleted(
  scope: CacheScope,
  statistic: Statistic,
  window: StatisticsWindow,
  known: StatisticsFact,
  fresh: readonly StatisticsRow[],
): readonly StatisticsRow[] {
  const { accountTimeZone, onChange } = scope;
  const rows = new Map(fresh.map((row) => [row.date, row]));
  for (const before of known.rows) {
    const { date, count, units = 0n } = before;
    const end = endOf(date, known, scope);
    if (end === undefined || end !== endOf(date, window, scope)) continue; // of another stretch
    if (!isDaySettled(date, accountTimeZone, known.readAt)) continue;

    const after = rows.get(date);
    const tokens = (after?.count ?? 0) - count;
    const isLess = tokens < 0 || (after?.units ?? 0n) < units;
    if (isLess) rows.set(date, before);
    if (statistic !== 'token-costs' || tokens === 0 || !isWhole(window)) continue;
    const at = Math.max(window.from, startOfDay(date, accountTimeZone));
    onChange({ cause: isLess ? 'deleted_since' : 'changed_since', at, tokens, runs: 0 });
  }
  return [...rows.values()].sort((one, other) => (one.date < other.date ? -1 : 1));
}

/**
 * Where the part of a date ends that lies in a window; windows that are compared begin together.
 * Undefined for no date, which MySQL without its time zone tables gives.
 */
function endOf(
  date: string,
  { to }: Pick<StatisticsWindow, 'to'>,
  { accountTimeZone }: CacheScope,
): Instant | undefined {
  if (!isCalendarDate(date)) return undefined;
  return Math.min(to, startOfDay(addDays(date, 1), accountTimeZone));
}

/** Minutes within a bucket are part of what its own window tells. */
function isWhole({ from, to, attribution }: StatisticsWindow): boolean {
  if (attribution.kind === 'straddling') return true;
  const buckets = attribution.kind === 'bucket' ? [attribution.bucket] : attribution.buckets;
  const [first] = buckets;
  const last = buckets.at(-1);
  return (
    first !== undefined && last !== undefined && to - from > last.end - first.start - MINUTE_MS
  );
}

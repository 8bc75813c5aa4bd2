import type { AppReader } from '../dify/app-reader.ts';
import type { Statistic, StatisticsRow } from '../dify/statistics.ts';
import { addDays, type CalendarDate, isCalendarDate } from '../period/calendar-date.ts';
import type { Instant } from '../period/period.ts';
import type { StatisticsWindow } from '../period/statistics-windows.ts';
import { startOfDay } from '../period/time-zone.ts';
import type { CacheScope } from './cache-scope.ts';
import type { StatisticsPiece } from './cover-stretch.ts';
import { recallWindow, toPieces } from './recall-statistics.ts';
import { isDaySettled, isSampled, SETTLED_AFTER_MS } from './settled.ts';
import { STATISTICS, type StatisticsFact } from './statistics-fact-kind.ts';

const MINUTE_MS = 60_000;

/** Of messages. Those of runs are always asked for: they are there to prove what is known. */
const OF_MESSAGES: ReadonlySet<Statistic> = new Set(['token-costs', 'daily-messages']);

type CachedStatistics = Pick<AppReader, 'readStatistics'> & {
  /** When what the ledger says of a date was read, never for nothing; undefined without a ledger. */
  ledgerReadAt(date: CalendarDate): Instant | undefined;
};

/** A window of the past is asked once. What was deleted since stays in the days that had ended. */
export function cacheStatistics(scope: CacheScope): CachedStatistics {
  const { reader, facts, now, accountTimeZone, isAppDeleted, leavesOutDebugger, onUnknown } = scope;
  const readAt = new Map<CalendarDate, Instant>();
  let hasLedger = false;

  const remembered = new Map<Statistic, readonly StatisticsPiece[]>();
  const piecesOf = (statistic: Statistic) => {
    const known = remembered.get(statistic);
    if (known !== undefined) return known;
    const own = facts.list(STATISTICS).filter((fact) => fact.statistic === statistic);
    const pieces = toPieces(own, leavesOutDebugger);
    remembered.set(statistic, pieces);
    return pieces;
  };
  /** Of a window that was not asked as it is, or not late enough. */
  const recall = (statistic: Statistic, window: StatisticsWindow) => {
    const { rows, missing, early } = recallWindow(piecesOf(statistic), window, accountTimeZone);
    // A part of a bucket is no use if it is not whole: the rest of the bucket is reckoned from it.
    if (!isWhole(window)) return missing.length === 0 ? rows : undefined;
    if (statistic === 'token-costs') [...missing, ...early].forEach(onUnknown);
    return rows;
  };

  return {
    ledgerReadAt: (date) => (hasLedger ? (readAt.get(date) ?? Infinity) : undefined),

    async readStatistics(statistic, window) {
      if (!OF_MESSAGES.has(statistic)) return await reader.readStatistics(statistic, window);

      const { start, end, from, to } = window;
      const openId = JSON.stringify([statistic, leavesOutDebugger, accountTimeZone, start]);
      const closedId = JSON.stringify([statistic, leavesOutDebugger, accountTimeZone, start, end]);
      const closed = facts.find(STATISTICS, closedId);
      const open = isWhole(window) ? facts.find(STATISTICS, openId) : undefined;
      const known = closed ?? open;
      const note = (rows: readonly StatisticsRow[], at: Instant) => {
        if (statistic !== 'token-costs' || !isWhole(window)) return;
        hasLedger = true;
        for (const { date } of rows) readAt.set(date, Math.min(at, readAt.get(date) ?? at));
      };

      const isFinal = closed !== undefined && isSettledAt(to, closed.readAt);
      if (isAppDeleted) return isFinal ? closed.rows : recall(statistic, window);
      if (isFinal && !isSampled(closedId, now)) {
        note(closed.rows, closed.readAt);
        return closed.rows;
      }

      const fresh = await reader.readStatistics(statistic, window);
      if (fresh === undefined) return known?.rows;
      const kept = known === undefined ? [] : listKept(scope, statistic, window, known, fresh);
      const rows = replaceDates(fresh, kept);
      note(rows, now);
      if (known !== undefined) note(kept, known.readAt);

      const timeZone = accountTimeZone;
      const fact = { readAt: now, statistic, leavesOutDebugger, timeZone, from, to, rows };
      if (isSettledAt(to, now) || !isWhole(window))
        facts.put(STATISTICS, { ...fact, id: closedId });
      // A shorter window that begins with it knows less.
      else if (open === undefined || open.to <= to) facts.put(STATISTICS, { ...fact, id: openId });
      return rows;
    },
  };
}

function isSettledAt(to: Instant, at: Instant): boolean {
  return to + SETTLED_AFTER_MS <= at;
}

/** The rows of days that had ended and did not become more: less is what somebody has deleted. */
function listKept(
  scope: CacheScope,
  statistic: Statistic,
  window: StatisticsWindow,
  known: StatisticsFact,
  fresh: readonly StatisticsRow[],
): StatisticsRow[] {
  const { accountTimeZone, onChange } = scope;
  const kept: StatisticsRow[] = [];
  for (const before of known.rows) {
    const { date, count, units = 0n } = before;
    const end = endOf(date, known, scope);
    if (end === undefined || end !== endOf(date, window, scope)) continue; // of another stretch
    if (!isDaySettled(date, accountTimeZone, known.readAt)) continue;

    const after = fresh.find((row) => row.date === date);
    const tokens = (after?.count ?? 0) - count;
    const isLess = tokens < 0 || (after?.units ?? 0n) < units;
    if (isLess || tokens === 0) kept.push(before);
    if (statistic !== 'token-costs' || tokens === 0 || !isWhole(window)) continue;
    const at = Math.max(window.from, startOfDay(date, accountTimeZone));
    onChange({ cause: isLess ? 'deleted_since' : 'changed_since', at, tokens, runs: 0 });
  }
  return kept;
}

function replaceDates(
  rows: readonly StatisticsRow[],
  kept: readonly StatisticsRow[],
): readonly StatisticsRow[] {
  if (kept.length === 0) return rows;
  const dates = new Map([...rows, ...kept].map((row) => [row.date, row]));
  return [...dates.values()].sort((one, other) => (one.date < other.date ? -1 : 1));
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

import type { AppReader } from '../dify/app-reader.ts';
import {
  addCounts,
  RUN_COUNTS,
  RUN_TOKENS,
  type Statistic,
  type StatisticsRow,
} from '../dify/statistics.ts';
import type { Instant } from '../period/period.ts';
import { attribute, type StatisticsWindow } from '../period/statistics-windows.ts';
import type { RunStatistics } from '../usage/compare-statistics.ts';
import type { LedgerEntry } from '../usage/usage-event.ts';

/** What could not be divided between two buckets and went to the earlier one. */
export type Straddling = { readonly bucket: string; readonly tokens: number };

export type Ledger = {
  readonly entries: readonly LedgerEntry[];
  readonly straddling: readonly Straddling[];
  /** False when nobody knows what a window holds. */
  readonly isKnown: boolean;
};

export type StatisticsReader = Pick<AppReader, 'host' | 'readStatistics'>;

/** The ledger of a chat, agent-chat, completion or agent app, per bucket. */
export async function readLedger(
  reader: StatisticsReader,
  windows: readonly StatisticsWindow[],
): Promise<Ledger> {
  const entries = new Map<string, LedgerEntry>();
  const straddling: Straddling[] = [];
  const isKnown = await forEachRow(reader, 'token-costs', windows, (bucket, row, window) => {
    const { count, units } = row;
    if (window.attribution.kind === 'straddling' && count > 0) {
      straddling.push({ bucket, tokens: count });
    }
    const sum = entries.get(bucket) ?? { bucket, totalTokens: 0, units: 0n };
    entries.set(bucket, {
      bucket,
      totalTokens: addCounts(reader.host, 'token-costs', sum.totalTokens, count),
      units: sum.units === undefined || units === undefined ? undefined : sum.units + units,
    });
  });
  return { entries: [...entries.values()], straddling, isKnown };
}

/** Messages per bucket, without those of the debugger from 1.9.0 on; undefined when nobody knows. */
export async function readMessageCounts(
  reader: StatisticsReader,
  windows: readonly StatisticsWindow[],
): Promise<Map<string, number> | undefined> {
  const counts = new Map<string, number>();
  const isKnown = await forEachRow(reader, 'daily-messages', windows, (bucket, { count }) => {
    const sum = counts.get(bucket) ?? 0;
    counts.set(bucket, addCounts(reader.host, 'daily-messages', sum, count));
  });
  return isKnown ? counts : undefined;
}

/**
 * Tokens and number of workflow runs, per bucket. A stretch that Dify cannot divide between two
 * buckets is left out: its runs are known one by one, and are not compared (see `isComparable`).
 */
export async function readRunStatistics(
  reader: StatisticsReader,
  allWindows: readonly StatisticsWindow[],
): Promise<RunStatistics[]> {
  const windows = allWindows.filter(({ attribution }) => attribution.kind !== 'straddling');
  const sums = new Map<string, RunStatistics>();
  const sumOf = (bucket: string) => sums.get(bucket) ?? { bucket, tokens: 0, runs: 0 };

  // One after the other: each of them makes Dify's database add up all runs of the app.
  await forEachRow(reader, RUN_TOKENS, windows, (bucket, { count }) => {
    const sum = sumOf(bucket);
    sums.set(bucket, { ...sum, tokens: addCounts(reader.host, RUN_TOKENS, sum.tokens, count) });
  });
  await forEachRow(reader, RUN_COUNTS, windows, (bucket, { count }) => {
    const sum = sumOf(bucket);
    sums.set(bucket, { ...sum, runs: addCounts(reader.host, RUN_COUNTS, sum.runs, count) });
  });
  return [...sums.values()].sort((one, other) => (one.bucket < other.bucket ? -1 : 1));
}

/** Whether a run that started then is counted in the statistics of the bucket it is billed in. */
export function isComparable(windows: readonly StatisticsWindow[], startedAt: Instant): boolean {
  return !windows.some(
    ({ from, to, attribution }) =>
      attribution.kind === 'straddling' && from <= startedAt && startedAt < to,
  );
}

/** Returns whether all of it is known. */
export async function forEachRow(
  reader: StatisticsReader,
  statistic: Statistic,
  windows: readonly StatisticsWindow[],
  add: (bucket: string, row: StatisticsRow, window: StatisticsWindow) => void,
): Promise<boolean> {
  let isKnown = true;
  for (const window of windows) {
    const rows = await reader.readStatistics(statistic, window);
    isKnown &&= rows !== undefined;
    for (const row of rows ?? []) {
      const bucket = attribute(window, row.date)?.label;
      if (bucket !== undefined) add(bucket, row, window);
    }
  }
  return isKnown;
}

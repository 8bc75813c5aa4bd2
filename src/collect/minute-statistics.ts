import { DAY_MS } from '../period/day-ms.ts';
import type { StatisticsWindow } from '../period/statistics-windows.ts';
import { readLedger, readMessageCounts, type StatisticsReader } from './sum-statistics.ts';

/** Statistics of short windows; an app may cost no more requests than its budget (usage-data G.6). */
export type MinuteStatistics = {
  /** Tokens and price of a bucket in a window; undefined when the budget is spent. */
  costs(window: StatisticsWindow, bucket: string): Promise<WindowCosts | undefined>;
  messages(window: StatisticsWindow, bucket: string): Promise<number | undefined>;
};

export type WindowCosts = { readonly tokens: number; readonly units: bigint };

export function createMinuteStatistics(
  { reader }: { readonly reader: StatisticsReader },
  budget: number,
): MinuteStatistics {
  let left = budget;
  let longOnes: Promise<unknown> = Promise.resolve();

  /**
   * A user who is alone for days makes a window that Dify's database has to work for. No app has two
   * of them summed up at once, and none after one has failed, with which the app is given up.
   */
  const inTurn = <Answer>(window: StatisticsWindow, fetch: () => Promise<Answer>) => {
    if (window.to - window.from <= DAY_MS) return fetch();
    const answer = longOnes.then(fetch);
    longOnes = answer;
    return answer;
  };

  /** The same window is asked once. */
  const remember = <Answer>(fetch: (window: StatisticsWindow) => Promise<Answer>) => {
    const answers = new Map<string, Promise<Answer>>();
    return async (window: StatisticsWindow): Promise<Answer | undefined> => {
      const key = `${window.start} ${window.end}`;
      const known = answers.get(key);
      if (known !== undefined) return await known;
      if (left <= 0) return undefined;
      left -= 1;
      const answer = inTurn(window, () => fetch(window));
      answers.set(key, answer);
      return await answer;
    };
  };
  const askCosts = remember((window) => readLedger(reader, [window]));
  const askMessages = remember((window) => readMessageCounts(reader, [window]));

  return {
    async costs(window, bucket) {
      const ledger = await askCosts(window);
      if (ledger?.isKnown !== true) return undefined;
      const entry = ledger.entries.find((row) => row.bucket === bucket);
      return { tokens: entry?.totalTokens ?? 0, units: entry?.units ?? 0n };
    },
    async messages(window, bucket) {
      const counts = await askMessages(window);
      return counts === undefined ? undefined : (counts.get(bucket) ?? 0);
    },
  };
}

import { openAppFacts } from '../cache/app-facts.ts';
import { askNobody, cacheReader } from '../cache/cached-reader.ts';
import { CONVERSATION, GENERATION } from '../cache/message-fact-kinds.ts';
import { RUN } from '../cache/run-fact-kinds.ts';
import type { CacheOptions } from '../collect/open-reader.ts';
import type { AppReader } from '../dify/app-reader.ts';
import type { Statistic } from '../dify/statistics.ts';
import { isWithin } from '../period/buckets.ts';
import type { Instant, Period } from '../period/period.ts';
import type { StatisticsWindow } from '../period/statistics-windows.ts';
import type { App } from '../usage/app.ts';
import type { CurrencyEvidence } from '../usage/model-currency.ts';

/** What earlier runs have read of an app, in requests that need not be made again. */
export type KnownFacts = {
  /** Learns what the nodes of known runs were priced in. */
  learnCurrencies(evidence: CurrencyEvidence): void;
  /** Of these windows, how many Dify has to be asked. */
  countUnknownWindows(statistic: Statistic, windows: readonly StatisticsWindow[]): Promise<number>;
  /** Runs of the period whose nodes need not be read. */
  countRuns(period: Period, withModels: boolean): Promise<number>;
  /** Generations of the period that were read, and their minutes with them. */
  countGenerations(period: Period): number;
  /** Conversations whose messages need not be read unless they have gone on since `readAt`. */
  listConversations(until: Instant): Promise<readonly KnownConversation[]>;
};

export type KnownConversation = {
  readonly createdAt: Instant | undefined;
  readonly readAt: Instant;
};

export const NOTHING_KNOWN: KnownFacts = {
  learnCurrencies: () => undefined,
  countUnknownWindows: async (_, windows) => windows.length,
  countRuns: async () => 0,
  countGenerations: () => 0,
  listConversations: async () => [],
};

export type KnownFactsOptions = {
  readonly store: CacheOptions['store'];
  readonly host: string;
  readonly period: Period;
  readonly now: Instant;
  readonly accountTimeZone: string;
  readonly leavesOutDebugger: boolean;
};

/**
 * Counts by asking the reader of the cache itself, in front of a Dify that only counts what it is
 * asked for. Nothing is kept of it.
 */
export async function openKnownFacts(
  app: App,
  { store, host, period, ...options }: KnownFactsOptions,
): Promise<KnownFacts> {
  const facts = await openAppFacts(store, app, period.start);
  let asked = 0;
  const count = async () => {
    asked += 1;
    return undefined;
  };
  const counter: AppReader = {
    ...askNobody(host),
    readStatistics: count,
    readRunUsage: count,
    async *readMessages() {
      await count();
      yield* [];
    },
  };
  const reader = cacheReader({
    ...options,
    reader: counter,
    facts,
    isAppDeleted: false,
    onChange: () => undefined,
    onUnknown: () => undefined,
  });
  const countAsked = async (read: () => Promise<unknown>) => {
    asked = 0;
    await read();
    return asked;
  };

  return {
    learnCurrencies(evidence) {
      for (const { run } of facts.list(RUN)) run.events.forEach(evidence.learn);
    },
    async countUnknownWindows(statistic, windows) {
      let unknown = 0;
      for (const window of windows) {
        unknown += await countAsked(() => reader.readStatistics(statistic, window));
      }
      return unknown;
    },
    async countRuns(ofPeriod, withModels) {
      let known = 0;
      for (const { run } of facts.list(RUN)) {
        if (!isWithin(ofPeriod, run.startedAt)) continue;
        if ((await countAsked(() => reader.readRunUsage(run, withModels))) === 0) known += 1;
      }
      return known;
    },
    countGenerations: (ofPeriod) =>
      facts.list(GENERATION).filter(({ generation }) => isWithin(ofPeriod, generation.createdAt))
        .length,
    async listConversations(until) {
      const known: KnownConversation[] = [];
      for (const { conversation, readAt } of facts.list(CONVERSATION)) {
        const read = async () => {
          for await (const _ of reader.readMessages(conversation, until)) break;
        };
        if ((await countAsked(read)) > 0) continue;
        known.push({ createdAt: conversation.createdAt, readAt });
      }
      return known;
    },
  };
}

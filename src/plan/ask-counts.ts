import { SETTLED_AFTER_MS } from '../cache/settled.ts';
import { activeSince, begunSince } from '../dify/conversations.ts';
import { countRows } from '../dify/count-rows.ts';
import {
  fetchStatistics,
  RUN_COUNTS,
  type Statistic,
  type StatisticsRow,
} from '../dify/statistics.ts';
import type { Instant } from '../period/period.ts';
import { expressibleBounds, toWallMinute } from '../period/wall-clock.ts';
import type { App } from '../usage/app.ts';
import type { KnownFacts } from './known-facts.ts';
import type { PlanScope } from './plan-scope.ts';

/** The days of a statistic over the whole period, in one request. */
export async function askPeriod(
  scope: PlanScope,
  app: App,
  statistic: Statistic,
): Promise<readonly StatisticsRow[]> {
  const { windows, period } = scope;
  const from = windows.at(0)?.from ?? period.start;
  return await askStatistics(scope, app, statistic, from, windows.at(-1)?.to ?? period.end);
}

export async function countInPeriod(
  scope: PlanScope,
  app: App,
  statistic: Statistic,
): Promise<number> {
  return sumCounts(await askPeriod(scope, app, statistic));
}

/** Runs that started after the period: the list of runs begins with them. */
export async function countRunsSince(scope: PlanScope, app: App): Promise<number> {
  const { period, now } = scope;
  if (period.end >= now) return 0;
  return sumCounts(await askStatistics(scope, app, RUN_COUNTS, period.end, now));
}

export type ConversationCount = {
  /** Rows of the list, those that began after the period among them. */
  readonly listed: number;
  /** Whose messages are read. */
  readonly unread: number;
  /** Which part of the period's conversations these are. */
  readonly share: number;
};

export const NO_CONVERSATIONS: ConversationCount = { listed: 0, unread: 0, share: 0 };

/** `until`: how far back their messages are read. */
export async function countConversations(
  { session, period, accountTimeZone, now }: PlanScope,
  app: App,
  known: KnownFacts,
  until: Instant,
): Promise<ConversationCount> {
  const count = (query: ReturnType<typeof activeSince> | ReturnType<typeof begunSince>) =>
    countRows(session, app.id, 'chat-conversations', query);
  const listed = await count(activeSince(period.start, accountTimeZone));
  if (listed === 0) return NO_CONVERSATIONS;
  const later = period.end < now ? await count(begunSince(period.end, accountTimeZone)) : 0;
  const ofPeriod = Math.max(listed - later, 0);
  if (ofPeriod === 0) return { ...NO_CONVERSATIONS, listed };

  const kept = (await known.listConversations(until)).filter(
    ({ createdAt = 0 }) => createdAt < period.end,
  );
  if (kept.length === 0) return { listed, unread: ofPeriod, share: 1 };
  const readAt = Math.max(...kept.map((conversation) => conversation.readAt));
  const changed = await count(activeSince(readAt - SETTLED_AFTER_MS, accountTimeZone));
  const unread = Math.max(ofPeriod - kept.length, Math.min(changed - later, ofPeriod), 0);
  return { listed, unread, share: unread / ofPeriod };
}

async function askStatistics(
  { session, accountTimeZone }: PlanScope,
  app: App,
  statistic: Statistic,
  from: Instant,
  to: Instant,
): Promise<readonly StatisticsRow[]> {
  const start = expressibleBounds(from, accountTimeZone).before;
  const end = expressibleBounds(to, accountTimeZone).after;
  return await fetchStatistics(session, app.id, statistic, {
    start: toWallMinute(start, accountTimeZone),
    end: toWallMinute(end, accountTimeZone),
    from: start,
    to: end,
    attribution: { kind: 'straddling', earlier: undefined, later: undefined },
  });
}

function sumCounts(rows: readonly StatisticsRow[]): number {
  return rows.reduce((sum, { count }) => sum + count, 0);
}

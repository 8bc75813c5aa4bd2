import type { Instant, Period } from '../period/period.ts';
import type { StatisticsWindow } from '../period/statistics-windows.ts';
import type { ListedRun, RunUsage } from '../usage/run-usage.ts';
import { type Generation, readGenerations } from './completion-conversations.ts';
import {
  type ConversationDetail,
  type ConversationKind,
  fetchReadConversation,
} from './conversation-detail.ts';
import { type Conversation, readConversations } from './conversations.ts';
import { createGraphReader } from './create-graph-reader.ts';
import type { DifySession } from './dify-session.ts';
import { type Message, readMessages } from './messages.ts';
import { fetchRunUsage } from './node-executions.ts';
import { fetchStatistics, type Statistic, type StatisticsRow } from './statistics.ts';
import { type LoggedRun, readLoggedRuns } from './workflow-logs.ts';
import { fetchRun, type RunDetail, readAppRuns } from './workflow-runs.ts';

/** What can be asked about one app; the collectors know no other way to it. */
export type AppReader = {
  readonly host: string;
  /** Undefined when nobody knows: of an app that Dify has deleted. */
  readStatistics(
    statistic: Statistic,
    window: StatisticsWindow,
  ): Promise<readonly StatisticsRow[] | undefined>;
  readLoggedRuns(period: Period, now: Instant): AsyncIterable<LoggedRun>;
  readAppRuns(period: Period): AsyncIterable<ListedRun>;
  /** Undefined when Dify has deleted the run. */
  readRun(runId: string): Promise<RunDetail | undefined>;
  /** Undefined when there are no node rows; `withModels` may cost the run's graph. */
  readRunUsage(run: ListedRun, withModels: boolean): Promise<RunUsage | undefined>;
  /** Runs of the period that were read before and that no list shows any more. */
  listLostRuns(period: Period, isListed: (runId: string) => boolean): Promise<readonly ListedRun[]>;
  readConversations(period: Period, accountTimeZone: string): AsyncIterable<Conversation>;
  readMessages(conversation: Conversation, until: Instant): AsyncIterable<Message>;
  readGenerations(period: Period, accountTimeZone: string): AsyncIterable<Generation>;
  /** Undefined when Dify has deleted the conversation; throws when nobody has opened it. */
  readConversationDetail(
    kind: ConversationKind,
    conversation: Pick<Conversation, 'id' | 'isRead'>,
  ): Promise<ConversationDetail | undefined>;
};

/** Asks Dify for everything. */
export function openAppReader(session: DifySession, appId: string): AppReader {
  const readGraph = createGraphReader(session, appId);
  return {
    host: session.host,
    readStatistics: (statistic, window) => fetchStatistics(session, appId, statistic, window),
    readLoggedRuns: (period, now) => readLoggedRuns(session, appId, period, now),
    readAppRuns: (period) => readAppRuns(session, appId, period),
    readRun: (runId) => fetchRun(session, appId, runId),
    readRunUsage: (run, withModels) =>
      fetchRunUsage(session, appId, run, withModels ? readGraph : undefined),
    listLostRuns: async () => [],
    readConversations: (period, timeZone) => readConversations(session, appId, period, timeZone),
    readMessages: ({ id }, until) => readMessages(session, appId, id, until),
    readGenerations: (period, timeZone) => readGenerations(session, appId, period, timeZone),
    readConversationDetail: (kind, conversation) =>
      fetchReadConversation(session, appId, kind, conversation),
  };
}

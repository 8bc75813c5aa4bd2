import { type Conversation, readConversations } from '../dify/conversations.ts';
import { DifyError, undefinedWhenGone } from '../dify/dify-error.ts';
import { type Message, readMessages, UnreadableMessagesError } from '../dify/messages.ts';
import { fetchRunStatistics } from '../dify/statistics.ts';
import { fetchRun, readAppRuns } from '../dify/workflow-runs.ts';
import { findBucket } from '../period/buckets.ts';
import type { Instant } from '../period/period.ts';
import type { App } from '../usage/app.ts';
import { type AppUsage, type AppUsageFold, foldAppUsage } from '../usage/app-usage.ts';
import { type Comparison, compareStatistics } from '../usage/compare-statistics.ts';
import type { ListedRun } from '../usage/run-usage.ts';
import { createRunCollector } from './collect-runs.ts';
import type { CollectScope } from './collect-scope.ts';
import { forEachConcurrently } from './for-each-concurrently.ts';

const DAY_MS = 24 * 60 * 60 * 1000;
/** Message times are rounded to whole seconds, so that one may be a little later than its run … */
const RUN_BEFORE_MESSAGE_MS = 2000;
/** … and a busy server starts the run of a message late: 14 s were seen on a recorded 1.9.1. */
const RUN_AFTER_MESSAGE_MS = 10 * 60_000;

/**
 * An advanced-chat app, billed by the node rows of its runs. From 1.9.2 Dify lists the runs, those
 * of deleted conversations among them; before, they are found through the messages (design §6).
 */
export async function collectAdvancedChatApp(
  scope: CollectScope,
  app: App,
): Promise<{ readonly usage: AppUsage; readonly comparison: Comparison }> {
  const { session, period } = scope;
  const fold = foldAppUsage(app, scope.buckets, session.traits.counters);
  const collector = createRunCollector(scope, app, fold);

  if (session.traits.listsAppRuns) {
    await collector.collect(readAppRuns(session, app.id, period));
  } else {
    const conversations = readConversations(
      session,
      app.id,
      { ...period, end: period.end + RUN_BEFORE_MESSAGE_MS }, // begun by a message rounded up
      scope.accountTimeZone,
    );
    await forEachConcurrently(conversations, scope.concurrency, (conversation) =>
      collector.collect(readRunsOf(scope, app, conversation, fold)),
    );
  }

  const usage = fold.result();
  const statistics = await fetchRunStatistics(session, app.id, scope.windows);
  const source = session.traits.listsAppRuns ? 'run_list' : 'messages';
  return {
    usage,
    comparison: compareStatistics(usage, statistics, source, session.traits.counters),
  };
}

async function* readRunsOf(
  scope: CollectScope,
  app: App,
  conversation: Conversation,
  fold: AppUsageFold,
): AsyncGenerator<ListedRun> {
  const { session, period } = scope;
  const until = period.start - RUN_AFTER_MESSAGE_MS;
  try {
    for await (const message of readMessages(session, app.id, conversation.id, until)) {
      const run = await findRunOf(scope, app, message);
      if (run !== undefined) yield run;
    }
  } catch (error) {
    if (error instanceof UnreadableMessagesError)
      reportUnreadable(scope, conversation, fold, error);
    else undefinedWhenGone(error); // deleted while we read: the statistics tell what it spent
  }
}

async function findRunOf(
  { session, period, buckets }: CollectScope,
  app: App,
  { workflow_run_id: id, created_at: createdAt }: Message,
): Promise<ListedRun | undefined> {
  if (!id) return undefined;

  const earliest = createdAt - RUN_BEFORE_MESSAGE_MS;
  const latest = createdAt + RUN_AFTER_MESSAGE_MS;
  if (latest < period.start || earliest >= period.end) return undefined;

  const isDoubtful = buckets.some(
    ({ start, end }) => isBetween(start, earliest, latest) || isBetween(end, earliest, latest),
  );
  const detail = isDoubtful ? await fetchRun(session, app.id, id) : undefined;
  return {
    id,
    startedAt: detail?.startedAt ?? createdAt,
    status: detail?.status,
    countedTokens: undefined,
    inStatistics: true,
    creatorId: undefined,
    mayBeDebugChild: false,
  };
}

function isBetween(boundary: Instant, earliest: Instant, latest: Instant): boolean {
  return earliest < boundary && boundary <= latest;
}

/** Older than a day it is gone for good and named; a younger one may yet be mended (design §6). */
function reportUnreadable(
  { session, period, buckets, now }: CollectScope,
  { updatedAt }: Conversation,
  fold: AppUsageFold,
  cause: UnreadableMessagesError,
): void {
  const activeAt = Math.min(updatedAt ?? now, period.end - 1);
  if (now - activeAt < DAY_MS) {
    throw new DifyError(
      'unavailable',
      `${session.host} cannot show a conversation, because a file of one of its messages is missing in Dify's storage`,
      { host: session.host, endpoint: 'GET /apps/{app}/chat-messages', cause },
    );
  }
  const bucket = findBucket(buckets, Math.max(activeAt, period.start))?.label;
  if (bucket === undefined) return;
  fold.addResidual({ bucket, cause: 'messages_unreadable', tokens: undefined, runs: 1 });
}

import type { Conversation } from '../dify/conversations.ts';
import { DifyError, undefinedWhenGone } from '../dify/dify-error.ts';
import { RUN_AFTER_MESSAGE_MS, UnreadableMessagesError } from '../dify/messages.ts';
import { message } from '../language/message.ts';
import { findBucket } from '../period/buckets.ts';
import { DAY_MS } from '../period/day-ms.ts';
import { createDateFinder } from '../period/time-zone.ts';
import type { App } from '../usage/app.ts';
import { type AppUsage, type AppUsageFold, foldAppUsage } from '../usage/app-usage.ts';
import { type Comparison, compareStatistics } from '../usage/compare-statistics.ts';
import { foldNodeDetail, type NodeDetailFold } from '../usage/node-detail.ts';
import type { ListedRun } from '../usage/run-usage.ts';
import { checkRunCount } from './check-run-count.ts';
import { collectLostRuns } from './collect-lost-runs.ts';
import { createRunCollector } from './collect-runs.ts';
import type { CollectScope } from './collect-scope.ts';
import { countMessages, type StartedRun } from './count-messages.ts';
import { findMessageRun } from './find-message-run.ts';
import { forEachConcurrently } from './for-each-concurrently.ts';
import { hasMessagesWithoutRun } from './has-messages-without-run.ts';
import { proveRunStatistics } from './prove-run-statistics.ts';

/**
 * An advanced-chat app, billed by the node rows of its runs. From 1.9.2 Dify lists the runs, those
 * of deleted conversations among them; before, they are found through the messages (design §6),
 * which are otherwise read only to count them.
 */
export async function collectAdvancedChatApp(
  scope: CollectScope,
  app: App,
): Promise<{ readonly usage: AppUsage; readonly comparison: Comparison }> {
  const { session, reader, period } = scope;
  const detail = foldNodeDetail(scope.needs);
  const { counters } = session.traits;
  const dateOf = createDateFinder(scope.accountTimeZone);
  const fold = foldAppUsage(app, scope.buckets, counters, detail, dateOf);
  const runs = new Map<string, StartedRun>();
  const collector = createRunCollector(scope, app, fold, ({ id, startedAt, user }) => {
    runs.set(id, { startedAt, user });
  });

  const { listsAppRuns } = session.traits;
  if (listsAppRuns) {
    await collector.collect(reader.readAppRuns(period));
  } else {
    const conversations = reader.readConversations(period, scope.accountTimeZone);
    await forEachConcurrently(conversations, scope.workers, (conversation) =>
      collector.collect(readRunsOf(scope, conversation, fold, detail)),
    );
  }
  const statistics = await proveRunStatistics(scope, fold);
  await collectLostRuns(scope, collector, fold.result(), statistics);
  if (listsAppRuns) {
    checkRunCount(scope, app, fold.result(), statistics);
    // Log cleanup may delete runs and leave their messages, of which the statistics then know (E.8).
    const starts = [...runs.values()].map(({ startedAt }) => startedAt);
    if (scope.needs.messages || (await hasMessagesWithoutRun(scope, fold, starts))) {
      await countMessages(scope, runs, detail, fold);
    }
  }

  const usage = fold.result();
  const source = listsAppRuns ? 'run_list' : 'messages';
  return {
    usage,
    comparison: compareStatistics(usage, statistics, source, counters),
  };
}

async function* readRunsOf(
  scope: CollectScope,
  conversation: Conversation,
  fold: AppUsageFold,
  detail: NodeDetailFold,
): AsyncGenerator<ListedRun> {
  const { reader, period } = scope;
  const until = period.start - RUN_AFTER_MESSAGE_MS;
  try {
    for await (const message of reader.readMessages(conversation, until)) {
      const run = await findMessageRun(scope, message);
      const bucket = findBucket(scope.buckets, run?.startedAt ?? message.created_at)?.label;
      if (bucket !== undefined) detail.addMessage(bucket, conversation.user, conversation.id);
      // What Dify has deleted is known run by run.
      if (run !== undefined && !conversation.isDeleted) yield run;
    }
  } catch (error) {
    if (error instanceof UnreadableMessagesError)
      reportUnreadable(scope, conversation, fold, error);
    else undefinedWhenGone(error); // deleted while we read: the statistics tell what it spent
  }
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
    throw new DifyError('unavailable', message('reading_file_missing', { host: session.host }), {
      host: session.host,
      endpoint: 'GET /apps/{app}/chat-messages',
      cause,
    });
  }
  const bucket = findBucket(buckets, Math.max(activeAt, period.start))?.label;
  if (bucket === undefined) return;
  fold.addResidual({ bucket, cause: 'messages_unreadable', tokens: undefined, runs: 1 });
}

import { type Conversation, readConversations } from '../dify/conversations.ts';
import { undefinedWhenGone } from '../dify/dify-error.ts';
import { type Message, readMessages, UnreadableMessagesError } from '../dify/messages.ts';
import { findBucket } from '../period/buckets.ts';
import type { App } from '../usage/app.ts';
import type { NodeDetailFold } from '../usage/node-detail.ts';
import type { ListedRun } from '../usage/run-usage.ts';
import type { CollectScope } from './collect-scope.ts';
import { findMessageRun, RUN_AFTER_MESSAGE_MS } from './find-message-run.ts';
import { forEachConcurrently } from './for-each-concurrently.ts';

export type StartedRun = Pick<ListedRun, 'startedAt' | 'user'>;

/**
 * Counts the messages of an advanced-chat app whose runs are listed by themselves. A message
 * counts when its run started. A run whose message is gone, or cannot be shown, is one message of
 * its user; what it spent is known all the same.
 */
export async function countMessages(
  scope: CollectScope,
  app: App,
  runs: ReadonlyMap<string, StartedRun>,
  detail: NodeDetailFold,
): Promise<void> {
  const { session, period, buckets } = scope;
  const shown = new Set<string>();

  const conversations = readConversations(session, app.id, period, scope.accountTimeZone);
  await forEachConcurrently(conversations, scope.concurrency, async (conversation) => {
    for await (const message of readShown(scope, app, conversation)) {
      const { workflow_run_id: runId, created_at: createdAt } = message;
      const known = runs.get(runId ?? '');
      if (runId && known !== undefined) shown.add(runId);
      const run = known ?? (await findMessageRun(scope, app, message));
      const bucket = findBucket(buckets, run?.startedAt ?? createdAt)?.label;
      if (bucket !== undefined) detail.addMessage(bucket, conversation.user, conversation.id);
    }
  });

  for (const [id, { startedAt, user }] of runs) {
    const bucket = findBucket(buckets, startedAt)?.label;
    if (bucket !== undefined && !shown.has(id)) detail.addMessage(bucket, user);
  }
}

async function* readShown(
  { session, period }: CollectScope,
  app: App,
  { id }: Conversation,
): AsyncGenerator<Message> {
  try {
    yield* readMessages(session, app.id, id, period.start - RUN_AFTER_MESSAGE_MS);
  } catch (error) {
    if (!(error instanceof UnreadableMessagesError)) undefinedWhenGone(error);
  }
}

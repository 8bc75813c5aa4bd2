import type { Conversation } from '../dify/conversations.ts';
import { undefinedWhenGone } from '../dify/dify-error.ts';
import { type Message, RUN_AFTER_MESSAGE_MS, UnreadableMessagesError } from '../dify/messages.ts';
import { findBucket } from '../period/buckets.ts';
import type { AppUsageFold } from '../usage/app-usage.ts';
import type { NodeDetailFold } from '../usage/node-detail.ts';
import type { ListedRun } from '../usage/run-usage.ts';
import type { CollectScope } from './collect-scope.ts';
import { findMessageRun } from './find-message-run.ts';
import { forEachConcurrently } from './for-each-concurrently.ts';

export type StartedRun = Pick<ListedRun, 'startedAt' | 'user'>;

/**
 * Counts the messages of an advanced-chat app whose runs are listed by themselves, each when its run
 * started, and names the runs that are gone. A run whose message is gone or cannot be shown is one
 * message of its user.
 */
export async function countMessages(
  scope: CollectScope,
  runs: ReadonlyMap<string, StartedRun>,
  detail: NodeDetailFold,
  fold: AppUsageFold,
): Promise<void> {
  const { reader, period, buckets } = scope;
  const shown = new Set<string>();

  const conversations = reader.readConversations(period, scope.accountTimeZone);
  await forEachConcurrently(conversations, scope.workers, async (conversation) => {
    for await (const message of readShown(scope, conversation)) {
      const { workflow_run_id: runId, created_at: createdAt } = message;
      const known = runs.get(runId ?? '');
      if (runId && known !== undefined) shown.add(runId);
      if (known === undefined) await nameLostRun(scope, message, fold);
      const run = known ?? (await findMessageRun(scope, message));
      const bucket = findBucket(buckets, run?.startedAt ?? createdAt)?.label;
      if (bucket !== undefined) detail.addMessage(bucket, conversation.user, conversation.id);
    }
  });

  for (const [id, { startedAt, user }] of runs) {
    const bucket = findBucket(buckets, startedAt)?.label;
    if (bucket !== undefined && !shown.has(id)) detail.addMessage(bucket, user);
  }
}

/** A message of the period whose run Dify has deleted: its tokens are known, if not exactly. */
async function nameLostRun(
  { reader, buckets }: CollectScope,
  message: Message,
  fold: AppUsageFold,
): Promise<void> {
  const { workflow_run_id: id, created_at: createdAt } = message;
  const bucket = findBucket(buckets, createdAt)?.label;
  if (!id || bucket === undefined) return;
  if ((await reader.readRun(id)) !== undefined) return;

  const tokens = (message.message_tokens ?? 0) + (message.answer_tokens ?? 0);
  fold.addResidual({ bucket, cause: 'runs_cleaned_up', tokens: tokens || undefined, runs: 1 });
}

async function* readShown(
  { reader, period }: CollectScope,
  conversation: Conversation,
): AsyncGenerator<Message> {
  try {
    yield* reader.readMessages(conversation, period.start - RUN_AFTER_MESSAGE_MS);
  } catch (error) {
    if (!(error instanceof UnreadableMessagesError)) undefinedWhenGone(error);
  }
}

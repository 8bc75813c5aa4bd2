import type { Conversation } from '../dify/conversations.ts';
import { DifyError, undefinedWhenGone } from '../dify/dify-error.ts';
import { UnreadableMessagesError } from '../dify/messages.ts';
import { message } from '../language/message.ts';
import { DAY_MS } from '../period/day-ms.ts';
import type { Period } from '../period/period.ts';
import type { CollectScope } from './collect-scope.ts';
import { forEachConcurrently } from './for-each-concurrently.ts';
import type { ListedCall } from './listed-call.ts';
import { type CallTable, tabulateCalls } from './tabulate-calls.ts';

/** The messages of a chat or agent-chat app that the ledger's windows hold, debugger ones included. */
export async function readChatCalls(scope: CollectScope, span: Period): Promise<CallTable> {
  const calls = tabulateCalls();
  const conversations = scope.reader.readConversations(span, scope.accountTimeZone);
  await forEachConcurrently(conversations, scope.workers, async (conversation) => {
    try {
      for await (const call of readCallsOf(scope, conversation, span)) calls.add(call);
    } catch (error) {
      if (error instanceof UnreadableMessagesError) refuseIfRecent(scope, conversation, error);
      else undefinedWhenGone(error); // deleted while we read: the ledger tells what it spent
    }
  });
  return calls;
}

async function* readCallsOf(
  { reader, findCell }: CollectScope,
  conversation: Conversation,
  span: Period,
): AsyncGenerator<ListedCall> {
  for await (const message of reader.readMessages(conversation, span.start)) {
    const at = message.created_at;
    const cell = findCell(at);
    if (cell === undefined) continue;
    yield {
      id: message.id,
      conversationId: conversation.id,
      modelKey: conversation.id,
      at,
      bucket: cell.bucket,
      user: conversation.user,
      isConsole: conversation.isConsole,
      tokens: { prompt: message.message_tokens ?? 0, completion: message.answer_tokens ?? 0 },
      cell,
      conversation,
    };
  }
}

/** A message that cannot be shown for a missing file stays so, but a fresh one may yet be mended. */
function refuseIfRecent(
  { session, period, now }: CollectScope,
  { updatedAt }: Conversation,
  cause: UnreadableMessagesError,
): void {
  if (now - Math.min(updatedAt ?? now, period.end - 1) >= DAY_MS) return;
  throw new DifyError('unavailable', message('reading_file_missing', { host: session.host }), {
    host: session.host,
    endpoint: 'GET /apps/{app}/chat-messages',
    cause,
  });
}

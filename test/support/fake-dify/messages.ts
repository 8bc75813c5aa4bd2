import { appNotFound, invalidParam, notFound, paramError } from './errors.ts';
import { presetOf } from './presets.ts';
import { intParam, LIMIT, uuidParam } from './query-params.ts';
import { RefusedError } from './refused-error.ts';
import type { Answer, Ctx, SignedInRoute } from './route.ts';
import { rowsWith } from './row-index.ts';
import { toSeconds } from './seconds.ts';
import type { WorldMessage } from './world.ts';

export function messageRoutes(version: string): SignedInRoute[] {
  return [
    {
      method: 'GET',
      pattern: /^\/apps\/(?<appId>[^/]+)\/chat-messages$/,
      auth: true,
      editor: presetOf(version).chatMessagesNeedEditor,
      modes: ['chat', 'agent-chat', 'advanced-chat'],
      hint: true,
      handle: listMessages,
    },
    {
      method: 'GET',
      pattern: /^\/apps\/(?<appId>[^/]+)\/messages\/(?<id>[^/]+)$/,
      auth: true,
      appFirstFrom: '1.9.2',
      handle: oneMessage,
    },
  ];
}

/**
 * Newest page first, ascending inside a page.
 *
 * The cursor compares whole seconds strictly: messages of the border's second are lost.
 */
function listMessages(ctx: Ctx): Answer {
  const conversationId = uuidParam(ctx, 'conversation_id');
  if (conversationId === undefined) {
    const problem = 'Missing required parameter in the query string';
    throw new RefusedError(paramError(ctx.state.version, 'conversation_id', problem));
  }
  const firstId = uuidParam(ctx, 'first_id');
  const limit = intParam(ctx, 'limit', LIMIT);
  const newestFirst = messagesOf(ctx, conversationId).toSorted(
    (left, right) => right.createdAtUs - left.createdAtUs,
  );
  const before =
    firstId === undefined ? Number.POSITIVE_INFINITY : timeOf(ctx, newestFirst, firstId);
  const page = newestFirst.filter((row) => row.createdAtUs < before).slice(0, limit);
  if (page.some((row) => row.missingFile)) throw new RefusedError(fileIsGone(ctx));

  const oldest = page.at(-1);
  const hasMore =
    page.length === limit &&
    oldest !== undefined &&
    newestFirst.some((row) => row.createdAtUs < oldest.createdAtUs);
  const data = page.toReversed().map((row) => messageItem(ctx, row));
  return { status: 200, body: { limit, has_more: hasMore, data } };
}

function messagesOf({ state, params, path }: Ctx, conversationId: string): readonly WorldMessage[] {
  const { appId } = params;
  const exists = rowsWith(state.world.conversations, 'id', conversationId).some(
    (row) => row.appId === appId,
  );
  if (!exists) {
    throw new RefusedError(hinted(state.version, path, 'Conversation Not Exists.'));
  }
  return rowsWith(state.world.messages, 'conversationId', conversationId);
}

function timeOf({ state, path }: Ctx, messages: readonly WorldMessage[], id: string): number {
  const first = messages.find((row) => row.id === id);
  if (first !== undefined) return first.createdAtUs;
  throw new RefusedError(hinted(state.version, path, 'First message not found'));
}

/** Not found, with the similar routes that newer versions name. */
function hinted(version: string, path: string, message: string): Answer {
  if (!presetOf(version).hintsIn404) return notFound(version, message);
  const { body } = appNotFound(version, { hint: path, message });
  return { status: 404, body: { ...Object(body), code: 'not_found' } };
}

function oneMessage(ctx: Ctx): Answer {
  const { state, params } = ctx;
  const { appId, id = '' } = params;
  const [row] = rowsWith(state.world.messages, 'id', id);
  if (row === undefined || row.appId !== appId) {
    throw new RefusedError(notFound(state.version, 'Message Not Exists.'));
  }
  if (row.missingFile) throw new RefusedError(fileIsGone(ctx));
  return { status: 200, body: messageItem(ctx, row) };
}

function fileIsGone({ state }: Ctx): Answer {
  return invalidParam(state.version, 'Invalid upload file');
}

export function messageItem(ctx: Ctx, row: WorldMessage) {
  return {
    inputs: {},
    query: 'Hello',
    message: '',
    answer: 'Hi',
    provider_response_latency: 0.2,
    feedbacks: [],
    annotation: null,
    annotation_hit_history: null,
    agent_thoughts: [],
    message_files: [],
    metadata: metadata(ctx, row),
    error: row.status === 'error' ? 'The model failed' : null,
    parent_message_id: null,
    ...row.item,
    id: row.id,
    conversation_id: row.conversationId,
    message_tokens: row.messageTokens,
    answer_tokens: row.answerTokens,
    from_source: row.fromSource,
    from_end_user_id: row.fromEndUserId,
    from_account_id: row.fromAccountId,
    workflow_run_id: row.workflowRunId,
    created_at: toSeconds(row.createdAtUs),
    status: row.status,
  };
}

function metadata({ state }: Ctx, row: WorldMessage) {
  const { messageUsage } = presetOf(state.version);
  if (messageUsage === 'absent' || row.status === 'error') return {};
  const isFilled = messageUsage === 'filled' && row.workflowRunId !== null;
  return {
    annotation_reply: null,
    retriever_resources: [],
    usage: isFilled ? usageOf(row) : null,
  };
}

function usageOf(row: WorldMessage) {
  return {
    prompt_tokens: row.messageTokens,
    completion_tokens: row.answerTokens,
    total_tokens: row.messageTokens + row.answerTokens,
    total_price: row.totalPrice,
    currency: row.currency,
  };
}

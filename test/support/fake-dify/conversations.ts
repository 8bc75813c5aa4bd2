import { notFound } from './errors.ts';
import { messageItem } from './messages.ts';
import { pageOf } from './page.ts';
import { type Preset, presetOf } from './presets.ts';
import { choiceParam, intParam } from './query-params.ts';
import { RefusedError } from './refused-error.ts';
import type { Answer, Ctx, SignedInRoute } from './route.ts';
import { rowsWith } from './row-index.ts';
import { toSeconds } from './seconds.ts';
import { accountZone, timeRange } from './time-range.ts';
import type { World, WorldConversation } from './world.ts';

const SORTS = ['created_at', '-created_at', 'updated_at', '-updated_at'];
const CHAT_MODES = ['chat', 'agent-chat', 'advanced-chat'];
const SECOND_US = 1_000_000;

export function conversationRoutes(): SignedInRoute[] {
  const common = { method: 'GET', auth: true, editor: true } as const;
  const chat = { ...common, modes: CHAT_MODES };
  const completion = { ...common, modes: ['completion'] };
  return [
    {
      ...chat,
      pattern: /^\/apps\/(?<appId>[^/]+)\/chat-conversations$/,
      hint: true,
      handle: listChats,
    },
    {
      ...completion,
      pattern: /^\/apps\/(?<appId>[^/]+)\/completion-conversations$/,
      hint: true,
      handle: listCompletions,
    },
    {
      ...chat,
      pattern: /^\/apps\/(?<appId>[^/]+)\/chat-conversations\/(?<id>[^/]+)$/,
      handle: (ctx) => detail(ctx, chatDetail),
    },
    {
      ...completion,
      pattern: /^\/apps\/(?<appId>[^/]+)\/completion-conversations\/(?<id>[^/]+)$/,
      handle: (ctx) => detail(ctx, completionDetail),
    },
  ];
}

function listChats(ctx: Ctx): Answer {
  const preset = presetOf(ctx.state.version);
  accountZone(ctx);
  const sort = choiceParam(ctx, 'sort_by', SORTS) ?? '-updated_at';
  const column = sort.endsWith('created_at') ? 'createdAtUs' : 'updatedAtUs';
  const { startUs, endUs } = timeRange(ctx);
  const from = startUs ?? Number.NEGATIVE_INFINITY;
  const to = endUs === undefined ? Number.POSITIVE_INFINITY : endUs + 59 * SECOND_US;
  const leastMessages = preset.honoursMessageCount
    ? intParam(ctx, 'message_count_gte', { min: 1, max: 99_999, absent: 0 })
    : 0;
  const direction = sort.startsWith('-') ? -1 : 1;

  const rows = listed(ctx)
    .filter((row) => row[column] >= from && row[column] <= to)
    .filter((row) => leastMessages === 0 || countMessages(ctx, row) >= leastMessages)
    .toSorted((left, right) => (left[column] - right[column]) * direction);
  return { status: 200, body: pageOf(ctx, rows, (row) => chatItem(ctx, row)) };
}

function listCompletions(ctx: Ctx): Answer {
  accountZone(ctx);
  const { startUs, endUs } = timeRange(ctx);
  const from = startUs ?? Number.NEGATIVE_INFINITY;
  const before = endUs === undefined ? Number.POSITIVE_INFINITY : endUs + 59 * SECOND_US;
  const rows = listed(ctx)
    .filter((row) => row.createdAtUs >= from && row.createdAtUs < before)
    .toSorted((left, right) => right.createdAtUs - left.createdAtUs);
  return { status: 200, body: pageOf(ctx, rows, (row) => completionItem(ctx, row)) };
}

/** Debugger conversations are hidden for advanced-chat only. */
function listed({ state, params }: Ctx): readonly WorldConversation[] {
  const { listsSoftDeleted } = presetOf(state.version);
  const { appId = '' } = params;
  const mode = state.world.apps.find((app) => app.id === appId)?.mode;
  return rowsWith(state.world.conversations, 'appId', appId)
    .filter((row) => listsSoftDeleted || !row.isDeleted)
    .filter((row) => mode !== 'advanced-chat' || !isDebugger(row.invokeFrom));
}

function isDebugger(invokeFrom: string | null): boolean {
  return invokeFrom === null || invokeFrom === 'debugger';
}

export function chatItem(ctx: Ctx, row: WorldConversation) {
  return {
    ...sharedFields(ctx, row),
    name: 'New conversation',
    summary: 'Hello',
    annotated: false,
    ...feedback(),
    status_count: statusCount(ctx, row),
    ...row.item,
    ...liveFields(ctx, row),
    message_count: countMessages(ctx, row),
  };
}

export function completionItem(ctx: Ctx, row: WorldConversation) {
  return {
    ...sharedFields(ctx, row),
    annotation: null,
    ...feedback(),
    message: { inputs: {}, query: '', message: '', answer: '' },
    ...row.item,
    ...liveFields(ctx, row),
  };
}

function sharedFields({ state }: Ctx, row: WorldConversation) {
  const { world } = state;
  const user = world.endUsers.find((candidate) => candidate.id === row.fromEndUserId);
  const account = world.accounts.find((candidate) => candidate.id === row.fromAccountId);
  return {
    id: row.id,
    status: 'normal',
    from_source: row.fromSource,
    from_end_user_id: row.fromEndUserId,
    from_end_user_session_id: user?.sessionId ?? null,
    from_account_id: row.fromAccountId,
    from_account_name: account?.name ?? null,
  };
}

function liveFields({ state }: Ctx, row: WorldConversation) {
  const showsModel = presetOf(state.version).conversationListShowsModel && row.model !== null;
  return {
    read_at: toSeconds(row.readAtUs),
    created_at: toSeconds(row.createdAtUs),
    updated_at: toSeconds(row.updatedAtUs),
    model_config: {
      model: showsModel ? modelFields(row) : null,
      pre_prompt: row.model === null ? null : '',
    },
  };
}

function modelFields({ model }: WorldConversation) {
  if (model === null) return null;
  const settings = { mode: 'chat', completion_params: { temperature: 0, stop: [] } };
  return { provider: model.provider, name: model.name, ...settings };
}

function feedback() {
  const none = { like: 0, dislike: 0 };
  return { user_feedback_stats: none, admin_feedback_stats: none };
}

function statusCount({ state }: Ctx, row: WorldConversation) {
  const messages = rowsWith(state.world.messages, 'conversationId', row.id);
  const runs = messages.flatMap(({ workflowRunId }) =>
    workflowRunId === null ? [] : rowsWith(state.world.runs, 'id', workflowRunId),
  );
  if (runs.length === 0) return noRuns(presetOf(state.version));
  const count = (status: string) => runs.filter((run) => run.status === status).length;
  return {
    success: count('succeeded'),
    failed: count('failed'),
    partial_success: count('partial-succeeded'),
  };
}

function noRuns({ statusCountWithoutRuns }: Preset) {
  if (statusCountWithoutRuns === 'null') return null;
  const value = statusCountWithoutRuns === 'zeros' ? 0 : null;
  return { success: value, failed: value, partial_success: value };
}

function countMessages({ state }: Ctx, row: WorldConversation): number {
  return rowsWith(state.world.messages, 'conversationId', row.id).length;
}

/** The GET that writes: it marks an unread conversation, and on some versions moves `updated_at`. */
function detail(ctx: Ctx, toBody: (ctx: Ctx, row: WorldConversation) => unknown): Answer {
  const { state, params } = ctx;
  const row = find(state.world, params);
  if (row === undefined) {
    throw new RefusedError(notFound(state.version, 'Conversation Not Exists.'));
  }
  if (row.readAtUs === null) {
    row.readAtUs = state.now() * 1000;
    if (presetOf(state.version).detailMovesUpdatedAt) row.updatedAtUs = row.readAtUs;
  }
  return { status: 200, body: toBody(ctx, row) };
}

function find(world: World, { appId, id = '' }: Ctx['params']) {
  return rowsWith(world.conversations, 'id', id).find((row) => row.appId === appId);
}

function chatDetail(ctx: Ctx, row: WorldConversation) {
  return {
    ...detailFields(ctx, row),
    updated_at: toSeconds(row.updatedAtUs),
    annotated: false,
    introduction: '',
    message_count: countMessages(ctx, row),
    ...feedback(),
  };
}

function completionDetail(ctx: Ctx, row: WorldConversation) {
  const [message] = rowsWith(ctx.state.world.messages, 'conversationId', row.id);
  return {
    ...detailFields(ctx, row),
    message: message === undefined ? null : messageItem(ctx, message),
  };
}

function detailFields(_ctx: Ctx, row: WorldConversation) {
  return {
    id: row.id,
    status: 'normal',
    from_source: row.fromSource,
    from_end_user_id: row.fromEndUserId,
    from_account_id: row.fromAccountId,
    created_at: toSeconds(row.createdAtUs),
    model_config: { model: modelFields(row), pre_prompt: row.model === null ? null : '' },
  };
}

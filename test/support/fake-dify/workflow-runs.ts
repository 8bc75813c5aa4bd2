import { accountFields, creatorFields } from './creator.ts';
import { invalidParam, notFound } from './errors.ts';
import { presetOf } from './presets.ts';
import { choiceParam, intParam, LIMIT, uuidParam } from './query-params.ts';
import { RefusedError } from './refused-error.ts';
import type { Answer, Ctx, SignedInRoute } from './route.ts';
import { rowsWith } from './row-index.ts';
import { toSeconds } from './seconds.ts';
import type { WorldRun } from './world.ts';

const STATUSES = ['running', 'succeeded', 'failed', 'stopped', 'partial-succeeded'];
const RUN_MODES = ['workflow', 'advanced-chat'];

export function workflowRunRoutes(version: string): SignedInRoute[] {
  const workflow = { method: 'GET', auth: true, modes: RUN_MODES } as const;
  const chat = { method: 'GET', auth: true, modes: ['advanced-chat'] } as const;
  const lists: SignedInRoute[] = [
    {
      ...workflow,
      pattern: /^\/apps\/(?<appId>[^/]+)\/workflow-runs$/,
      hint: true,
      handle: (ctx) => listRuns(ctx, runItem),
    },
    {
      ...chat,
      pattern: /^\/apps\/(?<appId>[^/]+)\/advanced-chat\/workflow-runs$/,
      hint: true,
      handle: (ctx) => listRuns(ctx, chatRunItem),
    },
    {
      ...workflow,
      pattern: /^\/apps\/(?<appId>[^/]+)\/workflow-runs\/(?<id>[0-9a-f-]{36})$/,
      handle: runDetail,
    },
  ];
  if (!presetOf(version).runFilters) return lists;
  const counts: SignedInRoute[] = [
    {
      ...workflow,
      pattern: /^\/apps\/(?<appId>[^/]+)\/workflow-runs\/count$/,
      hint: true,
      handle: countRuns,
    },
    {
      ...chat,
      pattern: /^\/apps\/(?<appId>[^/]+)\/advanced-chat\/workflow-runs\/count$/,
      hint: true,
      handle: countRuns,
    },
  ];
  return [...lists, ...counts];
}

/** Newest first; the cursor compares times strictly, so a run of the border's time is lost. */
function listRuns(ctx: Ctx, toItem: (ctx: Ctx, run: WorldRun) => unknown): Answer {
  const limit = intParam(ctx, 'limit', LIMIT);
  const lastId = uuidParam(ctx, 'last_id');
  const rows = filteredRuns(ctx).toSorted((left, right) => right.createdAtUs - left.createdAtUs);
  const before = lastId === undefined ? Number.POSITIVE_INFINITY : timeOf(ctx, rows, lastId);
  const page = rows.filter((run) => run.createdAtUs < before).slice(0, limit);

  const last = page.at(-1);
  const hasMore = last !== undefined && rows.some((run) => run.createdAtUs < last.createdAtUs);
  const data = page.map((run) => toItem(ctx, run));
  return { status: 200, body: { limit, has_more: hasMore, data } };
}

function timeOf({ state }: Ctx, rows: readonly WorldRun[], id: string): number {
  const last = rows.find((run) => run.id === id);
  if (last !== undefined) return last.createdAtUs;
  throw new RefusedError(invalidParam(state.version, 'Last workflow run not exists'));
}

/** Before the filters existed the lists held debug runs, whatever the request said. */
function filteredRuns(ctx: Ctx): readonly WorldRun[] {
  const { runFilters } = presetOf(ctx.state.version);
  const chosen = runFilters
    ? choiceParam(ctx, 'triggered_from', ['debugging', 'app-run'])
    : undefined;
  const status = runFilters ? choiceParam(ctx, 'status', STATUSES) : undefined;
  const { appId = '' } = ctx.params;
  return rowsWith(ctx.state.world.runs, 'appId', appId)
    .filter((run) => run.deleted !== true && run.triggeredFrom === (chosen ?? 'debugging'))
    .filter((run) => status === undefined || run.status === status);
}

function countRuns(ctx: Ctx): Answer {
  const since = sinceUs(ctx);
  const rows = filteredRuns(ctx).filter((run) => run.createdAtUs >= since);
  const count = (status: string) => rows.filter((run) => run.status === status).length;
  const body = {
    total: rows.length,
    running: count('running'),
    succeeded: count('succeeded'),
    failed: count('failed'),
    stopped: count('stopped'),
    partial_succeeded: count('partial-succeeded'),
  };
  return { status: 200, body };
}

const UNIT_SECONDS: Readonly<Record<string, number>> = { d: 86_400, h: 3600, m: 60, s: 1 };

function sinceUs({ query, state }: Ctx): number {
  const match = /^(\d+)([dhms])$/.exec(query.get('time_range') ?? '');
  if (match === null) return Number.NEGATIVE_INFINITY;
  const [, count, unit = ''] = match;
  const seconds = Number(count) * (UNIT_SECONDS[unit] ?? 0);
  return (state.now() / 1000 - seconds) * 1e6;
}

export function runItem({ state }: Ctx, run: WorldRun) {
  const preset = presetOf(state.version);
  return {
    elapsed_time: 0.1,
    total_steps: 3,
    exceptions_count: 0,
    retry_index: preset.absentInteger,
    ...(preset.runSequenceNumbers ? { sequence_number: 1 } : {}),
    created_by_account:
      run.createdByRole === 'account' ? accountFields(state.world, run.createdBy) : null,
    ...run.item,
    ...liveFields(run),
  };
}

function chatRunItem(ctx: Ctx, run: WorldRun) {
  const [message] = rowsWith(ctx.state.world.messages, 'workflowRunId', run.id);
  return {
    ...runItem(ctx, run),
    conversation_id: message?.conversationId ?? null,
    message_id: message?.id ?? null,
  };
}

export function liveFields(run: WorldRun) {
  return {
    id: run.id,
    version: run.version,
    status: run.status,
    total_tokens: run.totalTokens,
    created_at: toSeconds(run.createdAtUs),
    finished_at: toSeconds(run.finishedAtUs),
  };
}

export function runDetail({ state, params }: Ctx): Answer {
  const preset = presetOf(state.version);
  const { appId, id = '' } = params;
  const run = rowsWith(state.world.runs, 'id', id).find(
    (row) => row.appId === appId && row.deleted !== true,
  );
  if (run === undefined) {
    if (preset.unknownRun === '404') {
      throw new RefusedError(notFound(state.version, 'Workflow run not found'));
    }
    return { status: 200, body: nothing(preset) };
  }
  const body = {
    inputs: {},
    outputs: {},
    error: null,
    elapsed_time: 0.1,
    total_steps: 3,
    exceptions_count: 0,
    ...(preset.runSequenceNumbers ? { sequence_number: 1 } : {}),
    ...run.detail,
    ...liveFields(run),
    ...creatorFields(state.world, run),
    graph: run.graph ?? { nodes: [], edges: [] },
  };
  return { status: 200, body };
}

/** What up to 1.12 is answered for a run that is not there, with status 200. */
function nothing({ absentInteger, runSequenceNumbers }: ReturnType<typeof presetOf>) {
  return {
    id: null,
    ...(runSequenceNumbers ? { sequence_number: absentInteger } : {}),
    version: null,
    graph: null,
    inputs: null,
    status: null,
    outputs: null,
    error: null,
    elapsed_time: null,
    total_tokens: absentInteger,
    total_steps: absentInteger,
    created_by_role: null,
    created_by_account: null,
    created_by_end_user: null,
    created_at: null,
    finished_at: null,
    exceptions_count: absentInteger,
  };
}

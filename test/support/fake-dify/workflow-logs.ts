import { creatorFields } from './creator.ts';
import { invalidParam, paramError } from './errors.ts';
import { pageOf } from './page.ts';
import { isAtLeast, presetOf } from './presets.ts';
import { choiceParam } from './query-params.ts';
import { RefusedError } from './refused-error.ts';
import type { Answer, Ctx, SignedInRoute } from './route.ts';
import { rowsWith } from './row-index.ts';
import { toSeconds } from './seconds.ts';
import { liveFields } from './workflow-runs.ts';
import type { WorldLog, WorldRun } from './world.ts';

type Test = (log: WorldLog, run: WorldRun | undefined) => boolean;

export function workflowLogRoutes(version: string): SignedInRoute[] {
  const common = { method: 'GET', auth: true, modes: ['workflow'], hint: true } as const;
  const logs: SignedInRoute = {
    ...common,
    pattern: /^\/apps\/(?<appId>[^/]+)\/workflow-app-logs$/,
    handle: listLogs,
  };
  if (!presetOf(version).archivedLogs) return [logs];
  const archived: SignedInRoute = {
    ...common,
    pattern: /^\/apps\/(?<appId>[^/]+)\/workflow-archived-logs$/,
    handle: listArchivedLogs,
  };
  return [logs, archived];
}

/** Newest log first; the log's own time counts here, not the run's. */
function listLogs(ctx: Ctx): Answer {
  const { appId = '' } = ctx.params;
  const tests = [statusTest(ctx), timeTest(ctx), creatorTest(ctx)];
  const rows = rowsWith(ctx.state.world.logs, 'appId', appId)
    .filter((log) => {
      const run = runOf(ctx, log);
      return tests.every((test) => test(log, run));
    })
    .toSorted((left, right) => right.createdAtUs - left.createdAtUs);
  return { status: 200, body: pageOf(ctx, rows, (log) => logItem(ctx, log)) };
}

function statusTest(ctx: Ctx): Test {
  const status = choiceParam(ctx, 'status', presetOf(ctx.state.version).logStatuses);
  return (_log, run) => status === undefined || run?.status === status;
}

/** Both bounds are inclusive, UTC where they name no zone, and not in the account's zone. */
function timeTest(ctx: Ctx): Test {
  if (!presetOf(ctx.state.version).logTimeFilter) return () => true;
  const after = isoParam(ctx, 'created_at__after') ?? Number.NEGATIVE_INFINITY;
  const before = isoParam(ctx, 'created_at__before') ?? Number.POSITIVE_INFINITY;
  return (log) => log.createdAtUs >= after && log.createdAtUs <= before;
}

function isoParam({ query, state }: Ctx, name: string): number | undefined {
  const text = query.get(name);
  if (text === null || text === '') return undefined;
  const hasTime = text.includes('T');
  const hasZone = /(Z|[+-]\d\d:?\d\d)$/.test(text);
  const ms = Date.parse(hasTime && !hasZone ? `${text}Z` : text);
  if (!Number.isNaN(ms) && /^\d{4}-/.test(text)) return ms * 1000;
  const problem = `invalid literal for int() with base 10: b'${text.slice(0, 4)}'`;
  throw new RefusedError(
    isAtLeast(state.version, '1.11.0')
      ? paramError(state.version, name, problem)
      : invalidParam(state.version, problem),
  );
}

function creatorTest(ctx: Ctx): Test {
  const { query, state } = ctx;
  const preset = presetOf(state.version);
  const session = query.get('created_by_end_user_session_id');
  const email = query.get('created_by_account');
  if (!preset.logCreatorFilter) return () => true;

  const { accounts, endUsers } = state.world;
  const account = accounts.find((candidate) => candidate.email === email);
  if (email && account === undefined && preset.refusesUnknownLogAccount) {
    throw new RefusedError(invalidParam(state.version, `Account not found: ${email}`));
  }
  return (log) => {
    if (email && log.createdBy !== account?.id) return false;
    if (!session) return true;
    return endUsers.some((user) => user.id === log.createdBy && user.sessionId === session);
  };
}

export function logItem(ctx: Ctx, log: WorldLog) {
  const { logShowsOrigin } = presetOf(ctx.state.version);
  const run = runOf(ctx, log);
  const details = ctx.query.get('detail') === 'true' ? { trigger_metadata: {} } : null;
  return {
    created_from: log.createdFrom,
    ...creatorFields(ctx.state.world, log),
    ...log.item,
    id: log.id,
    created_at: toSeconds(log.createdAtUs),
    workflow_run: run === undefined ? null : runFields(run, logShowsOrigin, log.item),
    ...(logShowsOrigin ? { details } : {}),
  };
}

function runFields(run: WorldRun, showsOrigin: boolean, item: Record<string, unknown> = {}) {
  const { workflow_run: recorded } = item;
  return {
    error: null,
    elapsed_time: 0.1,
    total_steps: 3,
    exceptions_count: 0,
    ...Object(recorded),
    ...liveFields(run),
    ...(showsOrigin ? { triggered_from: run.triggeredFrom } : {}),
  };
}

function runOf({ state }: Ctx, { runId }: WorldLog): WorldRun | undefined {
  return rowsWith(state.world.runs, 'id', runId).find((run) => run.deleted !== true);
}

/** Nothing is archived on a self-hosted community server. */
function listArchivedLogs(ctx: Ctx): Answer {
  return { status: 200, body: pageOf<never, never>(ctx, [], (row) => row) };
}

import { addConversation, storeMessage } from './build-message.ts';
import { type Use, usedBy } from './build-people.ts';
import { creatorFields } from './creator.ts';
import { type Draft, roundToSecond, SECOND_US, toUs } from './draft.ts';
import { buildGraph } from './graph.ts';
import { buildNodeRows, type NodeRow } from './node-rows.ts';
import type { NodeSpec, ToolNode } from './node-spec.ts';
import { createdFrom, triggeredFrom } from './origin.ts';
import { messageTotals, runTotal } from './totals.ts';
import type { WorldApp, WorldConversation, WorldLog, WorldMessage, WorldRun } from './world.ts';

/** What happened; what Dify says of it depends on the version. */
type Outcome = 'succeeded' | 'failed' | 'stopped' | 'running' | 'partial-succeeded';

export type RunOptions = Use & {
  readonly nodes?: readonly NodeSpec[];
  readonly outcome?: Outcome;
  readonly seconds?: number;
  /** Advanced-chat: continues this conversation. */
  readonly conversation?: WorldConversation;
};

export type BuiltRun = {
  readonly run: WorldRun;
  /** Advanced-chat only. */
  readonly message: WorldMessage | undefined;
  readonly conversation: WorldConversation | undefined;
  /** Workflow mode only, and not of debug runs. */
  readonly log: WorldLog | undefined;
};

/** A run of a workflow or advanced-chat app with its node rows, message and log. */
export function addRun(draft: Draft, app: WorldApp, options: RunOptions = {}): BuiltRun {
  return addRunLoggedAs(draft, app, options, createdFrom(options.origin ?? 'service-api'));
}

function addRunLoggedAs(
  draft: Draft,
  app: WorldApp,
  options: RunOptions,
  loggedAs: string,
): BuiltRun {
  const { nodes = [], outcome = 'succeeded', at = '2026-10-05T10:00:00.250Z' } = options;
  const isChat = app.mode === 'advanced-chat';
  const specs = framed(nodes, isChat, outcome);
  const rows = nodeRows(draft, specs, options);
  const run = storeRun(draft, app, { ...options, at, outcome }, rows);
  run.graph = buildGraph(specs);
  storeNodes(draft, run, rows);
  if (!isChat) {
    const log = storeLog(draft, run, loggedAs, outcome);
    return { run, message: undefined, conversation: undefined, log };
  }

  const conversation = options.conversation ?? addConversation(draft, app, { ...options, at });
  const message = storeMessage(draft, conversation, at, {
    // A failed run leaves its message empty.
    ...messageTotals(draft.version, outcome === 'failed' ? [] : rows),
    status: outcome === 'failed' ? 'error' : 'normal',
    workflowRunId: run.id,
    modelProvider: null,
    modelId: null,
  });
  run.messageId = message.id;
  run.conversationId = conversation.id;
  return { run, message, conversation, log: undefined };
}

/** A run begins with a start row, and ends with another one if it got that far. */
function framed(nodes: readonly NodeSpec[], isChat: boolean, outcome: Outcome): NodeSpec[] {
  const isWhole = outcome === 'succeeded' || outcome === 'partial-succeeded';
  const last: NodeSpec = { kind: isChat ? 'answer' : 'end' };
  return [{ kind: 'start' }, ...nodes, ...(isWhole ? [last] : [])];
}

function nodeRows(draft: Draft, specs: readonly NodeSpec[], options: RunOptions): NodeRow[] {
  const children = new Map<NodeSpec, WorldRun>();
  for (const spec of toolsIn(specs)) {
    const use = { ...childUse(draft, options), nodes: spec.nodes };
    children.set(spec, addRunLoggedAs(draft, spec.app, use, 'service-api').run);
  }
  return buildNodeRows(draft.version, specs, (spec) => ({
    totalTokens: children.get(spec)?.totalTokens ?? 0,
    providerId: children.get(spec)?.appId ?? '',
  }));
}

function* toolsIn(nodes: readonly NodeSpec[]): Generator<ToolNode> {
  for (const node of nodes) {
    if (node.kind === 'tool') yield node;
    if (node.kind === 'iteration' || node.kind === 'loop') yield* toolsIn(node.rounds.flat());
  }
}

/** A child has its parent's user and origin; for a while those of debug runs looked like production. */
function childUse({ preset }: Draft, { at, user, origin, seconds }: RunOptions): RunOptions {
  const looksReal = origin === 'debugger' && preset.debugChildrenLookLikeProduction;
  return {
    origin: looksReal ? 'explore' : (origin ?? 'service-api'),
    ...(at === undefined ? {} : { at }),
    ...(user === undefined ? {} : { user }),
    ...(seconds === undefined ? {} : { seconds }),
  };
}

function storeRun(
  draft: Draft,
  app: WorldApp,
  options: RunOptions & { readonly at: string; readonly outcome: Outcome },
  rows: readonly NodeRow[],
): WorldRun {
  const createdAtUs = toUs(options.at);
  const status = storedStatus(draft, options.outcome, app.mode === 'advanced-chat');
  const isOver = status !== 'running';
  const run: WorldRun = {
    id: draft.nextId(),
    appId: app.id,
    triggeredFrom: triggeredFrom(options.origin ?? 'service-api'),
    status,
    totalTokens: isOver ? runTotal(draft.version, rows) : 0,
    ...usedBy(draft, app, options).creator,
    version: '2026-01-01 00:00:00.000000',
    createdAtUs,
    finishedAtUs: isOver ? createdAtUs + (options.seconds ?? 1) * SECOND_US : null,
    messageId: null,
    conversationId: null,
  };
  draft.world.runs.push(run);
  return run;
}

function storedStatus({ preset }: Draft, outcome: Outcome, isChat: boolean): string {
  if (outcome !== 'stopped') return outcome;
  if (preset.stoppedRun === 'running') return 'running';
  return preset.stoppedRun === 'advanced-chat-running' && isChat ? 'running' : 'stopped';
}

function storeNodes({ world, preset, nextId }: Draft, run: WorldRun, rows: readonly NodeRow[]) {
  const creator = creatorFields(world, run);
  for (const [position, row] of rows.entries()) {
    const id = nextId();
    const createdAtUs = run.createdAtUs + position * 1000;
    const startedAt = Math.floor(createdAtUs / SECOND_US);
    const stored = {
      id,
      index: preset.nodeIndexIsAlwaysOne ? 1 : position + 1,
      ...row,
      created_at: startedAt,
      finished_at: row['status'] === 'running' ? null : startedAt,
      ...creator,
    };
    world.nodes.push({ id, runId: run.id, appId: run.appId, createdAtUs, row: stored });
  }
}

/** Written at the run's start, or at its end, which a run that still goes on has not seen. */
function storeLog(
  draft: Draft,
  run: WorldRun,
  loggedAs: string,
  outcome: Outcome,
): WorldLog | undefined {
  if (run.triggeredFrom === 'debugging') return undefined;
  const atUs = draft.preset.logTime === 'start' ? run.createdAtUs : endOf(run, outcome);
  if (atUs === undefined) return undefined;
  const log: WorldLog = {
    id: draft.nextId(),
    appId: run.appId,
    runId: run.id,
    createdFrom: loggedAs,
    createdByRole: run.createdByRole,
    createdBy: run.createdBy,
    createdAtUs: roundToSecond(atUs),
  };
  draft.world.logs.push(log);
  return log;
}

/** 1.10.1 logs a stopped run when it stops, though the run itself says `running` for ever. */
function endOf(run: WorldRun, outcome: Outcome): number | undefined {
  if (run.finishedAtUs !== null) return run.finishedAtUs;
  return outcome === 'stopped' ? run.createdAtUs + SECOND_US : undefined;
}

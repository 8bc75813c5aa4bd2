import * as v from 'valibot';
import { toCurrencyCode } from '../usage/money.ts';
import type { ListedRun, RunUsage, ToolCall } from '../usage/run-usage.ts';
import type { UsageEvent } from '../usage/usage-event.ts';
import { toCreator } from './creator.ts';
import { undefinedWhenGone } from './dify-error.ts';
import type { DifySession } from './dify-session.ts';
import {
  hidesModel,
  isFailed,
  isModelCall,
  modelOf,
  type NodeRow,
  NodeRowSchema,
  priceOf,
  tokensOf,
  usagesOf,
} from './node-row.ts';
import { splitTokens, splitUnits, unitPriceOf } from './node-usage.ts';
import type { GraphModels } from './run-graph.ts';

const NodesSchema = v.object({ data: v.array(NodeRowSchema) });

/** Dify's default where a priced row names none. */
const DEFAULT_CURRENCY = 'USD';
const CONTAINERS: ReadonlySet<string> = new Set(['iteration', 'loop']);

/** Finds the models of a run's nodes in its graph; undefined when it is gone. */
export type GraphReader = (run: ListedRun) => Promise<GraphModels | undefined>;

/**
 * What the nodes of a run spent (`workflow-runs/{id}/node-executions`, usage-data E.3–E.4).
 *
 * Undefined when there are no rows at all: every run has some, so they were deleted or are
 * not written yet. Containers repeat their inner rows and workflow-as-tool rows their child
 * run, so neither is an event. The graph is asked only when a row of a model's node that spent
 * something does not name its model: one that failed, or of a version before 1.3.
 */
export async function fetchRunUsage(
  session: DifySession,
  appId: string,
  run: ListedRun,
  readGraph?: GraphReader,
): Promise<RunUsage | undefined> {
  const template = '/apps/{app}/workflow-runs/{run}/node-executions';
  const nodes = await session
    .get(template, { app: appId, run: run.id }, {}, NodesSchema)
    .catch(undefinedWhenGone);
  if (nodes === undefined || nodes.data.length === 0) return undefined;

  const { data } = nodes;

  const needsGraph = readGraph !== undefined && data.some(hidesModel);
  const graph = needsGraph ? await readGraph(run) : undefined;
  const hidesModels = readGraph === undefined && data.some(hidesModel);
  return { ...toRunUsage(withUser(run, data), data, graph), hidesModels };
}

/** The log's user, since it names trigger and web users alike; else that of the rows. */
function withUser(run: ListedRun, rows: readonly NodeRow[]): ListedRun {
  if (run.user !== undefined) return run;
  const users = rows.map(toCreator);
  return { ...run, user: users.find((user) => user !== undefined) };
}

function toRunUsage(
  run: ListedRun,
  rows: readonly NodeRow[],
  graph: GraphModels | undefined,
): Omit<RunUsage, 'hidesModels'> {
  const events: UsageEvent[] = [];
  const toolCalls: ToolCall[] = [];
  let containerTokens = 0;
  let hasFailedContainer = false;
  let unpricedTokens = 0;

  for (const row of rows) {
    if (CONTAINERS.has(row.node_type)) {
      containerTokens += tokensOf(row) ?? 0;
      hasFailedContainer ||= isFailed(row);
    } else if (row.execution_metadata?.tool_info?.provider_type === 'workflow') {
      toolCalls.push(toToolCall(run, row));
    } else {
      const event = toEvent(run, row, graph);
      if (event === undefined) continue;
      events.push(event);
      if (priceOf(row) === undefined) unpricedTokens += event.totalTokens;
    }
  }
  const isGoingOn = run.status === undefined && rows.some(({ status }) => status === 'running');
  return {
    ...run,
    ...(isGoingOn ? { status: 'running' } : {}),
    events,
    toolCalls,
    containerTokens,
    hasFailedContainer,
    hasFailedNode: rows.some(isFailed),
    unpricedTokens,
  };
}

function toEvent(
  { startedAt, user }: ListedRun,
  row: NodeRow,
  graph: GraphModels | undefined,
): UsageEvent | undefined {
  const totalTokens = tokensOf(row) ?? 0;
  const units = priceOf(row) ?? 0n;
  if (totalTokens === 0 && units === 0n) return undefined;

  const currency = row.execution_metadata?.currency?.trim() || DEFAULT_CURRENCY;
  const usages = usagesOf(row);
  const tokens = splitTokens(totalTokens, usages);
  const price = splitUnits(units, usages);
  const model = modelOf(row) ?? graph?.get(row.node_id ?? '');
  return {
    id: row.id,
    startedAt,
    totalTokens,
    promptTokens: tokens.prompt,
    completionTokens: tokens.completion,
    cost: { currency: toCurrencyCode(currency), units },
    promptUnits: price.prompt,
    completionUnits: price.completion,
    provider: model?.provider,
    model: model?.name,
    unitPrice: isModelCall(row) ? unitPriceOf(usages) : undefined,
    user,
  };
}

function toToolCall(run: ListedRun, row: NodeRow): ToolCall {
  return {
    runId: run.id,
    runStartedAt: run.startedAt,
    creatorId: toCreator(row)?.id ?? run.creatorId,
    startedAt: row.created_at ?? run.startedAt,
    finishedAt: row.finished_at ?? undefined,
    totalTokens: tokensOf(row),
    hasFailed: isFailed(row),
  };
}

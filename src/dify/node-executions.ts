import * as v from 'valibot';
import { toCurrencyCode } from '../usage/money.ts';
import type { ListedRun, RunUsage, ToolCall } from '../usage/run-usage.ts';
import type { UsageEvent } from '../usage/usage-event.ts';
import type { DifySession } from './dify-session.ts';
import { CountSchema, IdSchema, PersonSchema, PriceSchema, SecondsSchema } from './wire.ts';

/** Only what is billed: inputs, prompts and answers end here. */
const NodeSchema = v.object({
  id: IdSchema,
  node_type: v.string(),
  status: v.nullish(v.string()),
  created_at: v.nullish(SecondsSchema),
  finished_at: v.nullish(SecondsSchema),
  created_by_account: PersonSchema,
  created_by_end_user: PersonSchema,
  execution_metadata: v.nullish(
    v.object({
      total_tokens: v.nullish(CountSchema),
      total_price: v.nullish(PriceSchema),
      currency: v.nullish(v.pipe(v.string(), v.maxLength(20))),
      tool_info: v.nullish(v.object({ provider_type: v.nullish(v.string()) })),
    }),
  ),
  // What a node puts out is the app's own business: any other shape is simply not a usage.
  outputs: v.fallback(
    v.nullish(
      v.object({ usage: v.fallback(v.object({ total_price: v.string() }), { total_price: '' }) }),
    ),
    null,
  ),
  process_data: v.fallback(
    v.nullish(
      v.object({ model_provider: v.nullish(v.string()), model_name: v.nullish(v.string()) }),
    ),
    null,
  ),
});
const NodesSchema = v.object({ data: v.array(NodeSchema) });

type NodeRow = v.InferOutput<typeof NodeSchema>;

/** Dify's default where a priced row names none. */
const DEFAULT_CURRENCY = 'USD';
const CONTAINERS: ReadonlySet<string> = new Set(['iteration', 'loop']);
const FAILED: ReadonlySet<string> = new Set(['failed', 'exception', 'retry']);

/**
 * What the nodes of a run spent (`workflow-runs/{id}/node-executions`, usage-data E.3–E.4).
 *
 * Undefined when there are no rows at all: every run has some, so they were deleted or are
 * not written yet. Containers repeat their inner rows and workflow-as-tool rows their child
 * run, so neither is an event.
 */
export async function fetchRunUsage(
  session: DifySession,
  appId: string,
  run: ListedRun,
): Promise<RunUsage | undefined> {
  const template = '/apps/{app}/workflow-runs/{run}/node-executions';
  const { data } = await session.get(template, { app: appId, run: run.id }, {}, NodesSchema);
  return data.length === 0 ? undefined : toRunUsage(run, data);
}

function toRunUsage(run: ListedRun, rows: readonly NodeRow[]): RunUsage {
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
      const event = toEvent(run, row);
      if (event === undefined) continue;
      events.push(event);
      if (priceOf(row) === undefined) unpricedTokens += event.totalTokens;
    }
  }
  return {
    ...run,
    events,
    toolCalls,
    containerTokens,
    hasFailedContainer,
    hasFailedNode: rows.some(isFailed),
    unpricedTokens,
  };
}

function toEvent({ startedAt }: ListedRun, row: NodeRow): UsageEvent | undefined {
  const totalTokens = tokensOf(row) ?? 0;
  const units = priceOf(row) ?? 0n;
  if (totalTokens === 0 && units === 0n) return undefined;

  const currency = row.execution_metadata?.currency || DEFAULT_CURRENCY;
  return {
    id: row.id,
    startedAt,
    totalTokens,
    cost: { currency: toCurrencyCode(currency), units },
    provider: row.process_data?.model_provider ?? undefined,
    model: row.process_data?.model_name ?? undefined,
  };
}

function toToolCall(run: ListedRun, row: NodeRow): ToolCall {
  return {
    runId: run.id,
    runStartedAt: run.startedAt,
    creatorId: row.created_by_end_user?.id ?? row.created_by_account?.id ?? run.creatorId,
    startedAt: row.created_at ?? run.startedAt,
    finishedAt: row.finished_at ?? undefined,
    totalTokens: tokensOf(row),
    hasFailed: isFailed(row),
  };
}

function tokensOf(row: NodeRow): number | undefined {
  return row.execution_metadata?.total_tokens ?? undefined;
}

/**
 * In units of 0.0000001; undefined when the row does not say. Agent nodes send a JSON number
 * with float noise, and from 1.7.0 beside it the exact text in `outputs.usage`.
 */
function priceOf(row: NodeRow): bigint | undefined {
  if (row.node_type === 'agent') {
    const exact = v.safeParse(PriceSchema, row.outputs?.usage.total_price);
    if (exact.success) return exact.output;
  }
  return row.execution_metadata?.total_price ?? undefined;
}

function isFailed({ status }: NodeRow): boolean {
  return status !== null && status !== undefined && FAILED.has(status);
}

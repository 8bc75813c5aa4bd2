import * as v from 'valibot';
import type { ModelName } from '../usage/ledger-call.ts';
import { CREATOR_ENTRIES } from './creator.ts';
import { findAgentModel } from './node-model.ts';
import { type NodeUsage, NodeUsageSchema } from './node-usage.ts';
import { CountSchema, IdSchema, PriceSchema, SecondsSchema } from './wire.ts';

/** Only what is billed: prompts, answers and every other input end here. */
export const NodeRowSchema = v.object({
  id: IdSchema,
  node_id: v.nullish(v.string()),
  node_type: v.string(),
  status: v.nullish(v.string()),
  created_at: v.nullish(SecondsSchema),
  finished_at: v.nullish(SecondsSchema),
  ...CREATOR_ENTRIES,
  inputs: v.optional(v.unknown()),
  execution_metadata: v.nullish(
    v.object({
      total_tokens: v.nullish(CountSchema),
      total_price: v.nullish(PriceSchema),
      currency: v.nullish(v.pipe(v.string(), v.maxLength(20))),
      tool_info: v.nullish(v.object({ provider_type: v.nullish(v.string()) })),
      agent_log: v.optional(v.unknown()),
    }),
  ),
  outputs: v.fallback(
    v.nullish(v.object({ usage: NodeUsageSchema, __usage: NodeUsageSchema })),
    null,
  ),
  process_data: v.fallback(
    v.nullish(
      v.object({
        model_provider: v.nullish(v.string()),
        model_name: v.nullish(v.string()),
        usage: NodeUsageSchema,
      }),
    ),
    null,
  ),
});

export type NodeRow = v.InferOutput<typeof NodeRowSchema>;

const CALLS: ReadonlySet<string> = new Set(['llm', 'question-classifier', 'parameter-extractor']);
const FAILED: ReadonlySet<string> = new Set(['failed', 'exception', 'retry']);

export function tokensOf(row: NodeRow): number | undefined {
  return row.execution_metadata?.total_tokens ?? undefined;
}

/**
 * In units of 0.0000001; undefined when the row does not say. Agent nodes send a JSON number
 * with float noise, and from 1.7.0 beside it the exact text in `outputs.usage`.
 */
export function priceOf(row: NodeRow): bigint | undefined {
  if (row.node_type === 'agent') {
    const exact = v.safeParse(PriceSchema, row.outputs?.usage?.total_price);
    if (exact.success) return exact.output;
  }
  return row.execution_metadata?.total_price ?? undefined;
}

export function isFailed({ status }: NodeRow): boolean {
  return status !== null && status !== undefined && FAILED.has(status);
}

/** Whether the row is of a single call of a model, so that its usage has one price. */
export function isModelCall({ node_type }: NodeRow): boolean {
  return CALLS.has(node_type);
}

/** Something was spent on a model that the row does not name. */
export function hidesModel(row: NodeRow): boolean {
  if (!isModelCall(row) && row.node_type !== 'agent') return false;
  return ((tokensOf(row) ?? 0) > 0 || (priceOf(row) ?? 0n) > 0n) && modelOf(row) === undefined;
}

export function modelOf({ node_type, process_data, inputs, execution_metadata }: NodeRow) {
  const { model_provider: provider, model_name: name } = process_data ?? {};
  if (provider && name) return { provider, name } satisfies ModelName;
  return node_type === 'agent' ? findAgentModel(inputs, execution_metadata?.agent_log) : undefined;
}

export function usagesOf({ outputs, process_data }: NodeRow): NodeUsage[] {
  const usages = [outputs?.usage, process_data?.usage, outputs?.__usage];
  return usages.filter((usage) => usage !== null && usage !== undefined);
}

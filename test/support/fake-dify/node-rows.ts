import { toFixedText, toUnits } from './decimal-text.ts';
import { priceCall } from './model-prices.ts';
import type { AgentNode, ContainerNode, ModelNode, NodeSpec, RetrievalNode } from './node-spec.ts';
import { usageOfRow } from './node-usage.ts';
import { type Preset, presetOf } from './presets.ts';

export type NodeRow = Record<string, unknown>;

/** The tokens of the child run that a workflow tool called. */
export type ChildTotal = (spec: NodeSpec) => {
  readonly totalTokens: number;
  readonly providerId: string;
};

type Place = Readonly<Record<string, string | number>>;

/** Rows without ids, times and creators, in the order of execution; containers follow their rounds. */
export function buildNodeRows(
  version: string,
  specs: readonly NodeSpec[],
  childTotal: ChildTotal,
): NodeRow[] {
  const preset = presetOf(version);
  return specs.flatMap((spec, position) =>
    rowsOf(preset, spec, `n${position + 1}`, {}, childTotal),
  );
}

function rowsOf(
  preset: Preset,
  spec: NodeSpec,
  nodeId: string,
  place: Place,
  childTotal: ChildTotal,
): NodeRow[] {
  const base = { node_id: nodeId, node_type: spec.kind, title: nodeId };
  switch (spec.kind) {
    case 'llm':
    case 'question-classifier':
    case 'parameter-extractor':
      return modelRows(preset, spec, base, place);
    case 'iteration':
    case 'loop':
      return containerRows(preset, spec, base, place, childTotal);
    case 'agent':
      return [{ ...blank(preset), ...base, ...agentFields(preset, spec, place) }];
    case 'knowledge-retrieval':
      return [{ ...blank(preset), ...base, ...retrievalFields(preset, spec, place) }];
    case 'tool': {
      const { totalTokens, providerId } = childTotal(spec);
      const info = { tool_info: { provider_type: 'workflow', provider_id: providerId } };
      const usage = { total_tokens: totalTokens, total_price: '0', currency: 'USD' };
      const metadata = preset.toolUsage ? { ...info, ...usage } : info;
      const outputs = { text: 'done', files: [], json: [] };
      return [
        { ...blank(preset), ...base, outputs, execution_metadata: { ...metadata, ...place } },
      ];
    }
    default:
      return [{ ...blank(preset), ...base, execution_metadata: metadataOr(preset, place) }];
  }
}

function blank(preset: Preset): NodeRow {
  return {
    predecessor_node_id: null,
    inputs: {},
    process_data: preset.emptyProcessData,
    outputs: {},
    status: 'succeeded',
    error: null,
    elapsed_time: 0.1,
    execution_metadata: preset.emptyNodeMetadata,
    extras: {},
    ...(preset.nodeTruncationFlags
      ? { inputs_truncated: false, outputs_truncated: false, process_data_truncated: false }
      : {}),
  };
}

function metadataOr(preset: Preset, place: Place) {
  return Object.keys(place).length > 0 ? place : preset.emptyNodeMetadata;
}

function modelRows(preset: Preset, spec: ModelNode, base: NodeRow, place: Place): NodeRow[] {
  const attempt = {
    ...blank(preset),
    ...base,
    process_data: null,
    outputs: null,
    status: 'retry',
    error: 'server error',
    execution_metadata: metadataOr(preset, place),
  };
  const attempts = preset.nodeOrder === 'index-descending' ? spec.retries : 0;
  const isDone = spec.status === 'succeeded';
  const fields = isDone ? modelFields(preset, spec, place) : unfinishedFields(preset, spec, place);
  const flags =
    spec.truncated && preset.nodeTruncationFlags
      ? { inputs_truncated: true, outputs_truncated: true, process_data_truncated: true }
      : {};
  const row = { ...blank(preset), ...base, status: spec.status, ...fields, ...flags };
  return [...Array.from({ length: attempts }, () => attempt), row];
}

function modelFields(preset: Preset, spec: ModelNode, place: Place): NodeRow {
  const { usage, names } = usageFields(preset, spec);
  const inProcessData = preset.processDataUsage || spec.kind !== 'llm' ? { usage } : {};
  const { total_tokens, total_price, currency } = usage;
  return {
    process_data: {
      model_mode: 'chat',
      prompts: [],
      ...inProcessData,
      finish_reason: 'stop',
      ...names,
    },
    outputs: modelOutputs(preset, spec, usage),
    execution_metadata: { total_tokens, total_price, currency, ...place },
  };
}

function usageFields(preset: Preset, spec: ModelNode) {
  const call = priceCall(spec.model, spec.promptTokens, spec.completionTokens);
  const usage = {
    prompt_tokens: call.promptTokens,
    prompt_unit_price: call.promptUnitPrice,
    prompt_price_unit: '0.000001',
    prompt_price: spec.price ?? call.promptPrice,
    completion_tokens: call.completionTokens,
    completion_unit_price: call.completionUnitPrice,
    completion_price_unit: '0.000001',
    completion_price: spec.price === undefined ? call.completionPrice : '0.0000000',
    total_tokens: call.promptTokens + call.completionTokens,
    total_price: spec.price ?? call.totalPrice,
    currency: call.currency,
    latency: 0.1,
  };
  const isNamed = spec.kind === 'llm' || preset.classifierNamesModel;
  const names = isNamed
    ? { model_provider: providerOf(preset, call.provider), model_name: spec.model }
    : {};
  return { usage, names };
}

/** 0.15 knows one provider, whoever made the model. */
function providerOf(preset: Preset, provider: string): string {
  return preset.provider === 'openai_api_compatible' ? preset.provider : provider;
}

function modelOutputs(preset: Preset, spec: ModelNode, usage: NodeRow): NodeRow {
  const alsoInOutputs = preset.processDataUsage;
  switch (spec.kind) {
    case 'llm':
      return { text: 'answer', usage, finish_reason: 'stop' };
    case 'question-classifier':
      return { class_name: 'A', ...(alsoInOutputs ? { usage } : {}) };
    case 'parameter-extractor':
      return { __is_success: 1, __reason: null, ...(alsoInOutputs ? { __usage: usage } : {}) };
  }
}

/** A failed node names its model up to 1.5; a running one has nothing at all. */
function unfinishedFields(preset: Preset, spec: ModelNode, place: Place): NodeRow {
  const { names } = usageFields(preset, spec);
  const isRunning = spec.status === 'running';
  const named = preset.processDataUsage
    ? preset.emptyProcessData
    : { model_mode: 'chat', ...names };
  return {
    process_data: isRunning ? null : named,
    outputs: isRunning ? null : {},
    error: isRunning ? null : 'The model failed',
    execution_metadata: isRunning
      ? { iteration_id: null, loop_id: null, ...place }
      : metadataOr(preset, place),
  };
}

function containerRows(
  preset: Preset,
  spec: ContainerNode,
  base: NodeRow & { readonly node_id: string },
  place: Place,
  childTotal: ChildTotal,
): NodeRow[] {
  const inner = spec.rounds.flatMap((round, index) =>
    round.flatMap((child, position) => {
      const inside = { [`${spec.kind}_id`]: base.node_id, [`${spec.kind}_index`]: index };
      const nodeId = `${base.node_id}-${position + 1}`;
      return rowsOf(preset, child, nodeId, { ...place, ...inside }, childTotal);
    }),
  );
  const container = {
    ...blank(preset),
    ...base,
    outputs: { output: [] },
    execution_metadata: { ...containerTotals(preset, inner), ...place },
  };
  return [...inner, container];
}

function containerTotals(preset: Preset, inner: readonly NodeRow[]): NodeRow {
  if (preset.containerRow === 'zero') return { total_tokens: 0 };
  const usages = inner.map(usageOfRow).filter((usage) => !usage.isContainer);
  const tokens = usages.reduce((sum, usage) => sum + usage.tokens, 0);
  if (preset.containerRow === 'tokens') return { total_tokens: tokens };
  const units = usages.reduce((sum, usage) => sum + usage.priceUnits, 0n);
  const currency = usages.at(-1)?.currency ?? 'USD';
  return { total_tokens: tokens, total_price: toFixedText(units), currency };
}

function agentFields(preset: Preset, spec: AgentNode, place: Place): NodeRow {
  const { provider, currency } = priceCall(spec.model, 0, 0);
  const rounds = {
    provider,
    total_tokens: spec.totalTokens,
    total_price: `${spec.price}`,
    currency,
  };
  const usage = {
    prompt_tokens: spec.promptTokens,
    completion_tokens: spec.completionTokens,
    total_tokens: spec.totalTokens,
    total_price: `${spec.price}`,
    currency,
  };
  return {
    inputs: spec.namesModel
      ? { model: { provider, model: spec.model, model_type: 'llm', mode: 'chat' }, query: 'go' }
      : { query: 'go' },
    outputs: { text: 'answer', ...(preset.agentOnMessage === 'price' ? { usage } : {}), json: [] },
    execution_metadata: {
      total_price: spec.price,
      currency,
      total_tokens: spec.totalTokens,
      tool_info: { icon: null, agent_strategy: 'function_calling' },
      agent_log: spec.namesModel
        ? [
            { label: 'ROUND 1', metadata: rounds },
            { label: `${spec.model} Thought`, metadata: rounds },
          ]
        : [],
      ...place,
    },
  };
}

/** Before 1.9.2 nothing is recorded of the model that routes a retrieval. */
function retrievalFields(preset: Preset, spec: RetrievalNode, place: Place): NodeRow {
  if (!preset.retrievalUsage) return { execution_metadata: metadataOr(preset, place) };
  const tokens = spec.promptTokens + spec.completionTokens;
  const price = toFixedText(toUnits(spec.price));
  const usage = {
    prompt_tokens: spec.promptTokens,
    completion_tokens: spec.completionTokens,
    total_tokens: tokens,
    total_price: price,
    currency: 'USD',
  };
  const totals = { total_tokens: tokens, total_price: price, currency: 'USD' };
  return { process_data: { usage }, execution_metadata: { ...totals, ...place } };
}

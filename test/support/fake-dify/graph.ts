import { priceCall } from './model-prices.ts';
import type { NodeSpec } from './node-spec.ts';

type GraphNode = { readonly id: string; readonly data: Readonly<Record<string, unknown>> };

/** The configuration that ran, where old versions alone tell a classifier's model. */
export function buildGraph(specs: readonly NodeSpec[]) {
  return { nodes: graphNodes(specs, 'n'), edges: [] };
}

function graphNodes(specs: readonly NodeSpec[], prefix: string): GraphNode[] {
  return specs.flatMap((spec, position) => {
    const id = `${prefix}${position + 1}`;
    const node = { id, data: { type: spec.kind, title: id, ...modelData(spec) } };
    const rounds = spec.kind === 'iteration' || spec.kind === 'loop' ? spec.rounds : [];
    return [node, ...graphNodes(rounds[0] ?? [], `${id}-`)];
  });
}

function modelData(spec: NodeSpec) {
  switch (spec.kind) {
    case 'llm':
    case 'question-classifier':
    case 'parameter-extractor': {
      const { provider } = priceCall(spec.model, 0, 0);
      return { model: { provider, name: spec.model, mode: 'chat' } };
    }
    case 'agent': {
      const { provider } = priceCall(spec.model, 0, 0);
      return { agent_parameters: { model: { value: { provider, model: spec.model } } } };
    }
    default:
      return {};
  }
}

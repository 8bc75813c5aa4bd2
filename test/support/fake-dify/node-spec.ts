import type { ModelName } from './model-prices.ts';
import type { WorldApp } from './world.ts';

/** A node of a run that a test describes; `node-rows.ts` makes rows of it as a version would. */
export type NodeSpec = ModelNode | ContainerNode | AgentNode | RetrievalNode | ToolNode | PlainNode;

export type ModelNode = {
  readonly kind: 'llm' | 'question-classifier' | 'parameter-extractor';
  readonly model: ModelName;
  readonly promptTokens: number;
  readonly completionTokens: number;
  /** Decimal text instead of the model's own price. */
  readonly price?: string;
  /** `failed` and `running` nodes carry no usage. */
  readonly status: 'succeeded' | 'failed' | 'exception' | 'running';
  /** Failed attempts before; up to 1.8 each has its own row. */
  readonly retries: number;
  readonly truncated: boolean;
};

export type ContainerNode = {
  readonly kind: 'iteration' | 'loop';
  readonly rounds: readonly (readonly NodeSpec[])[];
};

export type AgentNode = {
  readonly kind: 'agent';
  readonly model: ModelName;
  readonly totalTokens: number;
  /** A JSON number in the metadata, a string in `outputs.usage`. */
  readonly price: number;
  /** 0 with older strategies, which report the total only. */
  readonly promptTokens: number;
  readonly completionTokens: number;
  readonly namesModel: boolean;
};

export type RetrievalNode = {
  readonly kind: 'knowledge-retrieval';
  readonly promptTokens: number;
  readonly completionTokens: number;
  readonly price: string;
};

/** A workflow used as a tool: the child's run is built along with it. */
export type ToolNode = {
  readonly kind: 'tool';
  readonly app: WorldApp;
  readonly nodes: readonly NodeSpec[];
};

export type PlainNode = { readonly kind: 'start' | 'end' | 'answer' | 'code' };

export function llm(options: Partial<ModelNode> = {}): ModelNode {
  return {
    kind: 'llm',
    model: 'gpt-4o',
    promptTokens: 10,
    completionTokens: 5,
    status: 'succeeded',
    retries: 0,
    truncated: false,
    ...options,
  };
}

export function classifier(options: Partial<ModelNode> = {}): ModelNode {
  return llm({ kind: 'question-classifier', ...options });
}

export function extractor(options: Partial<ModelNode> = {}): ModelNode {
  return llm({ kind: 'parameter-extractor', ...options });
}

export function iteration(...rounds: readonly (readonly NodeSpec[])[]): ContainerNode {
  return { kind: 'iteration', rounds };
}

export function loop(...rounds: readonly (readonly NodeSpec[])[]): ContainerNode {
  return { kind: 'loop', rounds };
}

export function agent(options: Partial<AgentNode> = {}): AgentNode {
  return {
    kind: 'agent',
    model: 'gpt-4o',
    totalTokens: 167,
    price: 0.00068,
    promptTokens: 0,
    completionTokens: 0,
    namesModel: true,
    ...options,
  };
}

export function retrieval(options: Partial<RetrievalNode> = {}): RetrievalNode {
  return {
    kind: 'knowledge-retrieval',
    promptTokens: 20,
    completionTokens: 4,
    price: '0.0000900',
    ...options,
  };
}

export function workflowTool(app: WorldApp, ...nodes: readonly NodeSpec[]): ToolNode {
  return { kind: 'tool', app, nodes };
}

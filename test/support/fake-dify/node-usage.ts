import { toUnits } from './decimal-text.ts';

/** What a node row says it used, whichever of its places says so. */
export type NodeUsage = {
  readonly nodeType: string;
  readonly isContainer: boolean;
  /** Inside an iteration or a loop. */
  readonly isInner: boolean;
  readonly tokens: number;
  readonly promptTokens: number;
  readonly completionTokens: number;
  readonly priceUnits: bigint;
  readonly currency: string;
};

export function usageOfRow(row: Readonly<Record<string, unknown>>): NodeUsage {
  const { node_type: nodeType, execution_metadata, process_data, outputs } = row;
  const metadata = toObject(execution_metadata);
  const fromOutputs = toObject(outputs);
  const split = [fromOutputs.usage, fromOutputs.__usage, toObject(process_data).usage]
    .map(toObject)
    .find((usage) => usage.prompt_tokens !== undefined);
  return {
    nodeType: String(nodeType),
    isContainer: nodeType === 'iteration' || nodeType === 'loop',
    isInner: isPresent(metadata.iteration_id) || isPresent(metadata.loop_id),
    tokens: toNumber(metadata.total_tokens),
    promptTokens: toNumber(split?.prompt_tokens),
    completionTokens: toNumber(split?.completion_tokens),
    priceUnits: toPriceUnits(metadata.total_price),
    currency: typeof metadata.currency === 'string' ? metadata.currency : 'USD',
  };
}

type Loose = {
  readonly [name: string]: unknown;
  readonly usage?: unknown;
  readonly __usage?: unknown;
  readonly prompt_tokens?: unknown;
  readonly completion_tokens?: unknown;
  readonly total_tokens?: unknown;
  readonly total_price?: unknown;
  readonly currency?: unknown;
  readonly iteration_id?: unknown;
  readonly loop_id?: unknown;
};

function toObject(value: unknown): Loose {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}

function isPresent(value: unknown): boolean {
  return value !== undefined && value !== null;
}

function toNumber(value: unknown): number {
  return typeof value === 'number' ? value : 0;
}

/** Agent rows have a JSON number with float noise, the others decimal text. */
function toPriceUnits(value: unknown): bigint {
  if (typeof value === 'number') return toUnits(value.toFixed(7));
  return typeof value === 'string' ? toUnits(value) : 0n;
}

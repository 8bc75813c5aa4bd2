import type { AppModel } from './app.ts';
import { combinations } from './combinations.ts';
import { hasAny } from './has-any.ts';
import { fitPrice, type LedgerBlock } from './ledger-block.ts';
import {
  hasSpent,
  isUnread,
  type LedgerCall,
  type ModelName,
  modelNameKey,
  sumCallTokens,
} from './ledger-call.ts';
import type { UnitPrice } from './unit-prices.ts';
import { where } from './where.ts';

/** Which models were used, told by what they cost. */
export type ModelPuzzle = {
  readonly blocks: readonly LedgerBlock[];
  /** By the model key of the calls. */
  readonly known: ReadonlyMap<string, ModelName>;
  /** Models that the workspace's node rows priced. */
  readonly prices: readonly UnitPrice[];
  readonly present: AppModel | undefined;
  /** Of how many model calls a message may be the sum. */
  readonly modelCalls: number;
};

/** Whether an unknown model can be told from its price at all. */
export function canSolve({ prices, present }: Pick<ModelPuzzle, 'prices' | 'present'>): boolean {
  if (present === undefined) return prices.length > 0;
  return pricesOfModel(prices, present).length > 0;
}

export function pricesOfModel(prices: readonly UnitPrice[], model: ModelName): UnitPrice[] {
  return prices.filter((price) => price.provider === model.provider && price.model === model.name);
}

/** The unit prices that a key may have. */
export function pricesOfKey({ known, prices }: ModelPuzzle, key: string): readonly UnitPrice[] {
  const model = known.get(key);
  return model === undefined ? prices : pricesOfModel(prices, model);
}

/** The model keys of a block's calls, but for those that spent nothing. */
export function keysOfBlock({ calls }: LedgerBlock): string[] {
  return [...keysOf(where(calls, hasSpent))];
}

/** Whether the block spent just what its calls tell, or what its unread generations may have. */
export function isWhole({ calls, tokens, hiddenCalls }: LedgerBlock): boolean {
  if (hiddenCalls > 0 || tokens === 0) return false;
  return hasAny(calls, isUnread) || sumCallTokens(calls) === tokens;
}

export function unreadKeys({ calls }: LedgerBlock): Set<string> {
  return keysOf(where(calls, isUnread));
}

function keysOf(calls: Iterable<LedgerCall>): Set<string> {
  const keys = new Set<string>();
  for (const { modelKey } of calls) keys.add(modelKey);
  return keys;
}

export type Fitting = {
  /** A unit price for each key. */
  readonly choices: readonly (readonly UnitPrice[])[];
  readonly tried: number;
  /** The most that one of the choices may be off. */
  readonly stray: bigint;
};

/** Every choice of unit prices, one for each key, that makes the block's price. */
export function listFitting(
  block: LedgerBlock,
  keys: readonly string[],
  optionsOf: (key: string) => readonly UnitPrice[],
  modelCalls: number,
): Fitting {
  const spending = new Set(keys);
  const part = { ...block, calls: where(block.calls, ({ modelKey }) => spending.has(modelKey)) };
  const tried = combinations(keys.map(optionsOf)) ?? [];
  const choices: UnitPrice[][] = [];
  let widest = 0n;
  for (const choice of tried) {
    const stray = fitPrice(part, ({ modelKey }) => choice[keys.indexOf(modelKey)], modelCalls);
    if (stray === undefined) continue;
    choices.push(choice);
    if (stray > widest) widest = stray;
  }
  return { choices, tried: tried.length, stray: widest };
}

/** The one model that all these prices are of. */
export function findOneModel(prices: readonly UnitPrice[]): ModelName | undefined {
  const models = new Map(
    prices.map(({ provider, model }) => {
      const name = { provider, name: model };
      return [modelNameKey(name), name];
    }),
  );
  const [first] = models.values();
  return models.size === 1 ? first : undefined;
}

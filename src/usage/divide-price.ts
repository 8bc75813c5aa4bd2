import { allocate } from './allocate.ts';
import type { Certainty } from './app-detail.ts';
import { combinations } from './combinations.ts';
import { type DivideRules, pairKey } from './divide-rules.ts';
import { type BlockShare, shareTokens } from './divide-tokens.ts';
import { fitPrice, isProof, type LedgerBlock, strayOf } from './ledger-block.ts';
import { type LedgerCall, type ModelName, modelNameKey } from './ledger-call.ts';
import { pricesOfModel } from './model-puzzle.ts';
import { priceTokens, type UnitPrice } from './unit-prices.ts';

export type SharePrice = {
  readonly promptUnits: bigint;
  readonly completionUnits: bigint;
  readonly certainty: Certainty;
};

/** The price of each share, all of them together exactly the block's. */
export function dividePrice(
  block: LedgerBlock,
  shares: readonly BlockShare[],
  rules: DivideRules,
): SharePrice[] {
  const isOnePairs = new Set(shares.map(({ call }) => pairKey(call, rules))).size === 1;
  const expected = findPrices(block, shares, rules);
  if (expected !== undefined) {
    const settled = settleStray(block, shares, expected, rules);
    if (settled !== undefined) return settled;
  }
  const certainty = isOnePairs || block.units === 0n ? 'exact' : 'allocated';
  return allocate(block.units, weigh(block, shares, rules)).map((units) =>
    unsplitPrice(units, certainty),
  );
}

/** `stray` is how far the share's price may be from what its tokens make. */
type ExpectedPrice = {
  readonly prompt: bigint;
  readonly completion: bigint;
  readonly stray: bigint;
};

/**
 * What is known to the last unit stays so, and what rounding leaves goes to the shares that it may
 * be of: exactly, where these are all of one pair. Undefined when nothing would be left for them.
 */
function settleStray(
  block: LedgerBlock,
  shares: readonly BlockShare[],
  expected: readonly ExpectedPrice[],
  rules: DivideRules,
): SharePrice[] | undefined {
  const sumOf = ({ prompt, completion }: ExpectedPrice) => prompt + completion;
  const straying = expected.filter(({ stray }) => stray > 0n);
  const certain = expected.filter(({ stray }) => stray === 0n);
  const left = certain.reduce((rest, price) => rest - sumOf(price), block.units);
  if (left < 0n) return undefined;

  const pairs = shares.filter((_, place) => (expected[place]?.stray ?? 0n) > 0n);
  const isOnePairs = new Set(pairs.map(({ call }) => pairKey(call, rules))).size <= 1;
  const parts = allocate(left, straying.map(sumOf));
  return expected.map((price) => {
    if (price.stray === 0n) return split(sumOf(price), price, 'exact');
    return split(parts[straying.indexOf(price)] ?? 0n, price, isOnePairs ? 'exact' : 'allocated');
  });
}

/** What unit prices make of each share, if they make the block's price of all of them in one way only. */
function findPrices(
  block: LedgerBlock,
  shares: readonly BlockShare[],
  rules: DivideRules,
): ExpectedPrice[] | undefined {
  const calls = shares.flatMap(({ call }) => (call === undefined ? [] : [call]));
  const isWhole = calls.length === shares.length && shares.every(isUntouched);
  if (!isWhole) return undefined;

  const found = findChoice(block, calls, rules);
  return found && shares.map((share) => expect(share, found.priceOf, rules));
}

/** The unit prices that alone make the block's price of these calls, and how far they may be off. */
export type FoundChoice = {
  readonly priceOf: (call: LedgerCall) => UnitPrice | undefined;
  readonly stray: bigint;
};

export function findChoice(
  block: LedgerBlock,
  calls: Iterable<LedgerCall>,
  rules: DivideRules,
): FoundChoice | undefined {
  const models = new Map<string, readonly UnitPrice[]>();
  for (const call of calls) {
    const model = rules.modelOf(call);
    if (model === undefined) return undefined;
    models.set(modelNameKey(model), pricesOfModel(rules.prices, model));
  }
  const keys = [...models.keys()];
  const part = { ...block, calls };
  const tried = combinations([...models.values()]) ?? [];
  const fitting = tried.flatMap((choice) => {
    const priceOf = (call: LedgerCall) => priceIn(choice, keys, rules.modelOf(call));
    const stray = fitPrice(part, priceOf, rules.modelCalls);
    return stray === undefined ? [] : [{ choice, stray }];
  });
  const [found] = fitting;
  if (found === undefined || fitting.length > 1) return undefined;
  if (!isProof(block, tried.length, found.stray)) return undefined;
  const priceOf = (call: LedgerCall) => priceIn(found.choice, keys, rules.modelOf(call));
  return { priceOf, stray: found.stray };
}

function priceIn(
  choice: readonly UnitPrice[],
  keys: readonly string[],
  model: ModelName | undefined,
): UnitPrice | undefined {
  return model === undefined ? undefined : choice[keys.indexOf(modelNameKey(model))];
}

function expect(
  { call, prompt, completion }: BlockShare,
  priceOf: FoundChoice['priceOf'],
  { modelCalls }: DivideRules,
): ExpectedPrice {
  const price = call === undefined ? undefined : priceOf(call);
  if (price === undefined) return { prompt: 0n, completion: 0n, stray: 0n };
  return {
    prompt: priceTokens(prompt, price.prompt),
    completion: priceTokens(completion, price.completion),
    stray: strayOf(price, modelCalls),
  };
}

function isUntouched({ call, prompt, completion }: BlockShare): boolean {
  return call?.tokens?.prompt === prompt && call.tokens.completion === completion;
}

/** The last units of an agent's rounded calls go with the prompt. */
function split(total: bigint, { completion }: ExpectedPrice, certainty: Certainty): SharePrice {
  const completionUnits = completion < total ? completion : total;
  return { promptUnits: total - completionUnits, completionUnits, certainty };
}

/** By unit prices where every model has one and none is left for nobody's tokens; else by tokens. */
function weigh(
  block: LedgerBlock,
  shares: readonly BlockShare[],
  { modelOf, prices }: DivideRules,
): bigint[] {
  const weights = shares.map(({ call, prompt, completion }) => {
    const model = call === undefined ? undefined : modelOf(call);
    const [price] = model === undefined ? [] : pricesOfModel(prices, model);
    if (price === undefined) return undefined;
    return priceTokens(prompt, price.prompt) + priceTokens(completion, price.completion);
  });
  const known = weights.filter((weight) => weight !== undefined);
  const nobodys = shares.filter(({ call }) => call === undefined);
  const left = block.units - known.reduce((sum, weight) => sum + weight, 0n);
  if (known.length === shares.length) return known;
  if (known.length + nobodys.length < shares.length || left < 0n) {
    return shares.map((share) => BigInt(shareTokens(share)));
  }
  const parts = allocate(
    left,
    nobodys.map((share) => BigInt(shareTokens(share))),
  );
  return shares.map((share, place) => weights[place] ?? parts[nobodys.indexOf(share)] ?? 0n);
}

/** A price that is not split goes with the prompt. */
export function unsplitPrice(promptUnits: bigint, certainty: Certainty = 'exact'): SharePrice {
  return { promptUnits, completionUnits: 0n, certainty };
}

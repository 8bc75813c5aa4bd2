import { allocate } from './allocate.ts';
import type { Certainty } from './app-detail.ts';
import { combinations } from './combinations.ts';
import { type DivideRules, pairKey } from './divide-rules.ts';
import { type BlockShare, shareTokens } from './divide-tokens.ts';
import { type LedgerBlock, reproducesPrice } from './ledger-block.ts';
import { type ModelName, modelNameKey } from './ledger-call.ts';
import { pricesOfModel } from './solve-models.ts';
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
    const weights = expected.map(({ prompt, completion }) => prompt + completion);
    const sum = weights.reduce((left, right) => left + right, 0n);
    const certainty = isOnePairs || sum === block.units ? 'exact' : 'allocated';
    const totals = allocate(block.units, weights);
    return expected.map((price, place) => split(totals[place] ?? 0n, price, certainty));
  }

  const certainty = isOnePairs || block.units === 0n ? 'exact' : 'allocated';
  return allocate(block.units, weigh(block, shares, rules)).map((units) =>
    unsplitPrice(units, certainty),
  );
}

type ExpectedPrice = { readonly prompt: bigint; readonly completion: bigint };

/** What unit prices make of each share, if they make the block's price of all of them in one way only. */
function findPrices(
  block: LedgerBlock,
  shares: readonly BlockShare[],
  rules: DivideRules,
): ExpectedPrice[] | undefined {
  const calls = shares.flatMap(({ call }) => (call === undefined ? [] : [call]));
  const isWhole = calls.length === shares.length && shares.every(isUntouched);
  if (!isWhole) return undefined;

  const models = new Map<string, readonly UnitPrice[]>();
  for (const call of calls) {
    const model = rules.modelOf(call);
    if (model === undefined) return undefined;
    models.set(modelNameKey(model), pricesOfModel(rules.prices, model));
  }
  const keys = [...models.keys()];
  const part = { ...block, calls };
  const fitting = (combinations([...models.values()]) ?? []).filter((choice) =>
    reproducesPrice(part, (call) => priceIn(choice, keys, rules.modelOf(call)), rules.unitsPerCall),
  );
  const [choice] = fitting;
  if (choice === undefined || fitting.length > 1) return undefined;
  return shares.map((share) => expect(share, choice, keys, rules));
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
  choice: readonly UnitPrice[],
  keys: readonly string[],
  { modelOf }: DivideRules,
): ExpectedPrice {
  const price = call === undefined ? undefined : priceIn(choice, keys, modelOf(call));
  if (price === undefined) return { prompt: 0n, completion: 0n };
  return {
    prompt: priceTokens(prompt, price.prompt),
    completion: priceTokens(completion, price.completion),
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

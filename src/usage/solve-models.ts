import { findRefuted } from './find-refuted.ts';
import { isProof, type LedgerBlock } from './ledger-block.ts';
import type { LedgerCall, ModelName } from './ledger-call.ts';
import {
  canSolve,
  type Fitting,
  findOneModel,
  isWhole,
  keysOfBlock,
  listFitting,
  type ModelPuzzle,
  pricesOfKey,
  unreadKeys,
} from './model-puzzle.ts';
import { solveGenerations } from './solve-generations.ts';
import { priceTokens, type UnitPrice } from './unit-prices.ts';

/**
 * Finds the models that alone explain the price of their blocks (design §6): the present model and
 * all whose unit prices are known are tried, in every combination that is not too many.
 *
 * What fits may fit by chance, since an app may have used a model that is not among those tried.
 * So a block proves something only when chance would hardly do, and nothing that another block
 * contradicts. Nothing is decided while the present model's own price is not known, since it may
 * cost the same as another one.
 */
export function solveModels(puzzle: ModelPuzzle): Map<string, ModelName> {
  if (!canSolve(puzzle)) return new Map();

  const found = new Map([...solveGenerations(puzzle), ...solveListed(puzzle)]);
  const refuted = findRefuted(puzzle, found);
  return new Map([...found].filter(([key]) => !refuted.has(key)));
}

/** The models of calls whose tokens are listed. */
function solveListed(puzzle: ModelPuzzle): Map<string, ModelName> {
  const options = new Map<string, readonly UnitPrice[]>();
  const optionsOf = (key: string): readonly UnitPrice[] =>
    options.get(key) ?? pricesOfKey(puzzle, key);
  const isOpen = (key: string) =>
    !puzzle.known.has(key) && (!options.has(key) || optionsOf(key).length > 1);

  let hasProgress = true;
  while (hasProgress) {
    hasProgress = false;
    for (const block of puzzle.blocks) {
      const keys = keysOfBlock(block);
      if (!keys.some(isOpen)) continue;

      const fitting = findProof(block, keys, optionsOf, puzzle);
      if (fitting.length === 0) continue;
      for (const [place, key] of keys.entries()) {
        const left = new Set(fitting.map((choice) => choice[place]));
        const before = optionsOf(key);
        const after = before.filter((price) => left.has(price));
        hasProgress ||= after.length < before.length || !options.has(key);
        options.set(key, after);
      }
    }
  }

  const solved = new Map<string, ModelName>();
  for (const [key, prices] of options) {
    const model = findOneModel(prices);
    if (model !== undefined && !puzzle.known.has(key)) solved.set(key, model);
  }
  return solved;
}

const MINUTE_MS = 60_000;
/** Sums of several prices lie closer together than single ones. */
const TELLING_SUMS = 5;

/** The choices that a block leaves, if its price speaks for them and not only chance. */
function findProof(
  block: LedgerBlock,
  keys: readonly string[],
  optionsOf: (key: string) => readonly UnitPrice[],
  { modelCalls }: ModelPuzzle,
): Fitting['choices'] {
  if (!isWhole(block) || unreadKeys(block).size > 0) return [];

  const { choices, tried, stray } = listFitting(block, keys, optionsOf, modelCalls);
  const isSum = keys.filter((key) => optionsOf(key).length > 1).length > 1;
  if (!isSum) return isProof(block, tried, stray) ? choices : [];
  // What no window tells of a whole month has so many explanations that one of them fits.
  if (!isOfOneMinute(block)) return [];
  const span = { ...block, units: spanOf(block, optionsOf) };
  return isProof(span, tried * TELLING_SUMS, stray) ? choices : [];
}

/** How far apart the cheapest and the dearest explanation of a block are. */
function spanOf({ calls }: LedgerBlock, optionsOf: (key: string) => readonly UnitPrice[]): bigint {
  let span = 0n;
  for (const call of calls) {
    const [first = 0n, ...others] = optionsOf(call.modelKey).map((price) => priceCall(call, price));
    let [least, most] = [first, first];
    for (const units of others) {
      if (units < least) least = units;
      if (units > most) most = units;
    }
    span += most - least;
  }
  return span;
}

function priceCall({ tokens }: LedgerCall, { prompt, completion }: UnitPrice): bigint {
  if (tokens === undefined) return 0n;
  return priceTokens(tokens.prompt, prompt) + priceTokens(tokens.completion, completion);
}

function isOfOneMinute({ calls }: LedgerBlock): boolean {
  const minutes = new Set<number>();
  for (const { at } of calls) minutes.add(Math.floor(at / MINUTE_MS));
  return minutes.size <= 1;
}

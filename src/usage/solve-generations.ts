import type { LedgerBlock } from './ledger-block.ts';
import { isUnread, type ModelName, modelNameKey } from './ledger-call.ts';
import {
  type Fitting,
  findOneModel,
  isWhole,
  keysOfBlock,
  listFitting,
  type ModelPuzzle,
  pricesOfKey,
  unreadKeys,
} from './model-puzzle.ts';
import { priceTokens, type UnitPrice, type UnitRate } from './unit-prices.ts';
import { where } from './where.ts';

/** Less probable is what chance does not do. */
const HARDLY = 1 / 20;

/**
 * The models of generations whose tokens are told only in sum (completion apps).
 *
 * Any split of the sum may be the right one, so that a cheap model makes nearly any price by some
 * split. No block proves anything by itself. All of them together may, if each is explained: one
 * that no model explains shows that the app used models which nobody knows.
 */
export function solveGenerations(puzzle: ModelPuzzle): Map<string, ModelName> {
  const found = new Map<string, ModelName>();
  let chance = 1;

  for (const whole of puzzle.blocks) {
    const open = findOpenKeys(whole, puzzle);
    const [key] = open;
    if (key === undefined) continue;
    const block = joinKeys(whole, open, key);
    const keys = keysOfBlock(block);
    const optionsOf = (one: string) => pricesOfKey(puzzle, one);
    const fitting = listFitting(block, keys, optionsOf, puzzle.modelCalls);
    const prices = fitting.choices.flatMap((choice) => choice[keys.indexOf(key)] ?? []);
    const model = findOneModel(prices);
    if (prices.length === 0) return new Map();
    if (model === undefined || prices.some((price) => isOfOneRate(price, block))) continue;

    chance *= Math.max(...prices.map((price) => chanceOf(price, block, fitting)));
    const isNew = ![...found.values()].some((one) => isSameModel(one, model));
    if (isNew) chance *= fitting.tried;
    for (const one of open) found.set(one, model);
  }
  return chance <= HARDLY ? found : new Map();
}

/** Whether the price is that of prompts or of answers alone, which is what a model of one rate costs. */
function isOfOneRate({ prompt, completion }: UnitPrice, { tokens, units }: LedgerBlock): boolean {
  return [prompt, completion].some((rate) => priceTokens(tokens, rate) === units);
}

/**
 * How probably one of the splits makes the block's price for no reason. The prices of the splits
 * are as far apart as the two rates. Those of another model are no denser than these rates have a
 * step in common, since price lists are round: 5 and 15 dollars a million often make what 2.5 and
 * 10 dollars make by another split.
 */
function chanceOf(
  { prompt, completion }: UnitPrice,
  { units }: LedgerBlock,
  { stray }: Fitting,
): number {
  const scale = Math.max(prompt.scale, completion.scale);
  const left = digitsAt(prompt, scale);
  const right = digitsAt(completion, scale);
  const whole = 10 ** scale;
  const step = Math.max(Math.floor(commonDivisor(left, right) / whole), 1);
  const apart = left === right ? Number(units) : Math.abs(right - left) / whole;
  return Math.min(1, ((2 * Number(stray) + 1) * step) / apart);
}

function digitsAt({ digits, scale }: UnitRate, wanted: number): number {
  return Number(digits * 10n ** BigInt(wanted - scale));
}

function commonDivisor(left: number, right: number): number {
  return right === 0 ? left : commonDivisor(right, left % right);
}

function isSameModel(one: ModelName, other: ModelName): boolean {
  return modelNameKey(one) === modelNameKey(other);
}

const MINUTE_MS = 60_000;

/**
 * The keys of a block's unread generations, if nobody knows their model and it was one: of one
 * minute, or of two that can only be asked for together, where they began within a minute.
 */
function findOpenKeys(block: LedgerBlock, { known }: ModelPuzzle): readonly string[] {
  const open = [...unreadKeys(block)];
  const others = keysOfBlock(block).filter((key) => !open.includes(key));
  if (open.some((key) => known.has(key)) || others.some((key) => !known.has(key))) return [];
  if (!isWhole(block)) return [];

  const unread = [...where(block.calls, isUnread)];
  const times = unread.map(({ at }) => at);
  const isBrief = Math.max(...times) - Math.min(...times) < MINUTE_MS;
  const isOfOneKind = new Set(unread.map(({ isConsole }) => isConsole)).size === 1;
  return open.length === 1 || (isBrief && isOfOneKind) ? open : [];
}

function joinKeys(block: LedgerBlock, keys: readonly string[], modelKey: string): LedgerBlock {
  const calls = [...block.calls].map((call) =>
    keys.includes(call.modelKey) ? { ...call, modelKey } : call,
  );
  return { ...block, calls };
}

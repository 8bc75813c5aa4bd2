import type { LedgerBlock } from './ledger-block.ts';
import { type ModelName, modelNameKey } from './ledger-call.ts';
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

  for (const block of puzzle.blocks) {
    const key = findOpenKey(block, puzzle);
    if (key === undefined) continue;
    const keys = keysOfBlock(block);
    const optionsOf = (one: string) => pricesOfKey(puzzle, one);
    const fitting = listFitting(block, keys, optionsOf, puzzle.modelCalls);
    const prices = fitting.choices.flatMap((choice) => choice[keys.indexOf(key)] ?? []);
    const model = findOneModel(prices);
    if (prices.length === 0) return new Map();
    if (model === undefined) continue;

    chance *= chanceOf(block, fitting);
    const isNew = ![...found.values()].some((one) => isSameModel(one, model));
    if (isNew) chance *= fitting.tried;
    found.set(key, model);
  }
  return chance <= HARDLY ? found : new Map();
}

/** How probably one of the splits makes the block's price for no reason. */
function chanceOf({ tokens, units }: LedgerBlock, { stray }: Fitting): number {
  const splits = tokens + 1;
  return Math.min(1, (splits * (2 * Number(stray) + 1)) / Number(units));
}

function isSameModel(one: ModelName, other: ModelName): boolean {
  return modelNameKey(one) === modelNameKey(other);
}

/** The only key of the block's unread generations, if its model is not known. */
function findOpenKey(block: LedgerBlock, { known }: ModelPuzzle): string | undefined {
  const [key, ...others] = unreadKeys(block);
  if (key === undefined || others.length > 0 || known.has(key)) return undefined;
  const isAlone = keysOfBlock(block).every((one) => one === key || known.has(one));
  return isWhole(block) && isAlone ? key : undefined;
}

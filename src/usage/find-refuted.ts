import type { LedgerBlock } from './ledger-block.ts';
import type { ModelName } from './ledger-call.ts';
import {
  isWhole,
  keysOfBlock,
  listFitting,
  type ModelPuzzle,
  pricesOfKey,
  unreadKeys,
} from './model-puzzle.ts';

/**
 * The keys of `probable` models whose known unit prices do not make the price of their block:
 * they were other ones.
 */
export function findRefuted(
  { known, ...puzzle }: ModelPuzzle,
  probable: ReadonlyMap<string, ModelName>,
): Set<string> {
  const supposed = { ...puzzle, known: new Map([...probable, ...known]) };
  const refuted = new Set<string>();
  if (probable.size === 0) return refuted;
  for (const block of puzzle.blocks) {
    const keys = keysOfBlock(block);
    if (!keys.some((key) => probable.has(key))) continue;
    if (!isTold(block, keys, supposed)) continue;
    const optionsOf = (key: string) => pricesOfKey(supposed, key);
    if (listFitting(block, keys, optionsOf, puzzle.modelCalls).choices.length > 0) continue;
    for (const key of keys) if (probable.has(key)) refuted.add(key);
  }
  return refuted;
}

/** Whether every model of the block is known or supposed, with a price. */
function isTold(block: LedgerBlock, keys: readonly string[], supposed: ModelPuzzle): boolean {
  if (!isWhole(block) || unreadKeys(block).size > 1) return false;
  return keys.every((key) => supposed.known.has(key) && pricesOfKey(supposed, key).length > 0);
}

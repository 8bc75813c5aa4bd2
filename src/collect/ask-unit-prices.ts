import { windowOfCells } from '../period/minute-cell.ts';
import { hasAny } from '../usage/has-any.ts';
import type { LedgerBlock } from '../usage/ledger-block.ts';
import {
  hasSpent,
  type LedgerCall,
  type ModelName,
  modelNameKey,
  sumCallTokens,
} from '../usage/ledger-call.ts';
import { pricesOfModel } from '../usage/model-puzzle.ts';
import { canTellUnitPrice, solveUnitPrice } from '../usage/solve-unit-price.ts';
import type { UnitPrice } from '../usage/unit-prices.ts';
import { where } from '../usage/where.ts';
import { countPairs, type WindowRules } from './ask-windows.ts';
import type { CollectScope } from './collect-scope.ts';
import { groupByCell, type ListedCall } from './listed-call.ts';
import type { MinuteStatistics } from './minute-statistics.ts';

/** Minutes of one model that are asked for to learn its unit price. */
const MINUTES_PER_MODEL = 4;

/**
 * The unit prices of models that no node row names but that share a minute with others, learned
 * from blocks and minutes that are one model's alone (design §6).
 */
export async function askUnitPrices(
  { accountTimeZone }: CollectScope,
  blocks: readonly LedgerBlock[],
  calls: Iterable<ListedCall>,
  rules: WindowRules,
  statistics: MinuteStatistics,
): Promise<UnitPrice[]> {
  const learned: UnitPrice[] = [];
  for (const model of findWanted(blocks, rules)) {
    const own = blocks.filter((block) => isOf(model, block, rules));
    const minutes = canTellUnitPrice(own, rules.modelCalls)
      ? []
      : chooseMinutes(calls, model, rules);
    if (!canTellUnitPrice([...own, ...minutes], rules.modelCalls)) continue;

    for (const minute of minutes) {
      const [first] = minute.calls;
      if (first === undefined) continue;
      const window = windowOfCells(first.cell, first.cell, accountTimeZone);
      const costs = await statistics.costs(window, first.bucket);
      if (costs?.tokens === minute.tokens) own.push({ ...minute, ...costs });
    }
    const price = solveUnitPrice(model, own, rules.modelCalls);
    if (price !== undefined) learned.push(price);
  }
  return learned;
}

/** In a fixed order, so that it does not depend on Dify's pace what the budget is spent on. */
function findWanted(blocks: readonly LedgerBlock[], rules: WindowRules): ModelName[] {
  const wanted = new Map<string, ModelName>();
  for (const block of blocks) {
    const spending = where(block.calls, hasSpent);
    if (countPairs(spending, rules) < 2) continue;
    for (const { modelKey } of spending) {
      const model = rules.known.get(modelKey);
      if (model !== undefined && pricesOfModel(rules.prices, model).length === 0)
        wanted.set(modelNameKey(model), model);
    }
  }
  return [...wanted].sort(([left], [right]) => (left < right ? -1 : 1)).map(([, model]) => model);
}

/** Whether all that the block spent is known, and is this model's. */
function isOf(model: ModelName, block: LedgerBlock, { known }: WindowRules): boolean {
  const key = modelNameKey(model);
  const isOwn = ({ modelKey }: LedgerCall) => {
    const name = known.get(modelKey);
    return name !== undefined && modelNameKey(name) === key;
  };
  return (
    block.tokens > 0 &&
    block.hiddenCalls === 0 &&
    block.tokens === sumCallTokens(block.calls) &&
    !hasAny(where(block.calls, hasSpent), (call) => !isOwn(call))
  );
}

type Minute = LedgerBlock & { readonly calls: readonly ListedCall[] };

/** Those of the most different proportions of prompt and completion tell the most. */
function chooseMinutes(
  calls: Iterable<ListedCall>,
  model: ModelName,
  rules: WindowRules,
): Minute[] {
  const candidates = groupByCell([...calls])
    .map((ofCell): Minute => ({ ...NO_COSTS, calls: ofCell, tokens: sumCallTokens(ofCell) }))
    .filter((minute) => isOf(model, minute, rules))
    .toSorted((left, right) => completionShare(left) - completionShare(right));
  const half = MINUTES_PER_MODEL / 2;
  return candidates.filter((_, place) => place < half || place >= candidates.length - half);
}

const NO_COSTS = { bucket: '', units: 0n, hiddenCalls: 0 } as const;

function completionShare({ calls, tokens: all }: Minute): number {
  let completion = 0;
  for (const { tokens } of calls) completion += tokens?.completion ?? 0;
  return completion / all;
}

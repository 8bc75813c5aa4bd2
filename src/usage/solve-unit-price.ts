import { fitPrice, type LedgerBlock } from './ledger-block.ts';
import type { ModelName } from './ledger-call.ts';
import type { UnitPrice, UnitRate } from './unit-prices.ts';

/**
 * The unit price of a model that makes the price of each of these blocks to the last unit, if there
 * is only one: the one of the fewest decimals, as price lists have it. Undefined where the blocks
 * leave a choice, or where nothing fits since the price was changed.
 *
 * Every block holds calls of this model alone, whose tokens are known.
 */
export function solveUnitPrice(
  model: ModelName,
  blocks: readonly LedgerBlock[],
  modelCalls: number,
): UnitPrice | undefined {
  const equations = blocks.map((block) => toEquation(block, modelCalls));
  const prompts = findRange(equations);
  const completions = findRange(equations.map(turn));
  if (prompts === undefined || completions === undefined) return undefined;

  for (let scale = 0; scale <= MAX_SCALE; scale += 1) {
    if (!isTelling(prompts, scale) || !isTelling(completions, scale)) return undefined;
    const prompt = findRate(prompts, scale);
    const completion = findRate(completions, scale);
    if (prompt === undefined || completion === undefined) continue;
    const price = { provider: model.provider, model: model.name, prompt, completion };
    if (blocks.every((block) => fitPrice(block, () => price, modelCalls) !== undefined))
      return price;
  }
  return undefined;
}

/** Whether the tokens of these blocks would tell their unit price; what they cost does not matter. */
export function canTellUnitPrice(blocks: readonly LedgerBlock[], modelCalls: number): boolean {
  const equations = blocks.map((block) => toEquation({ ...block, units: 0n }, modelCalls));
  return [findRange(equations), findRange(equations.map(turn))].every(
    (range) => range !== undefined && isTelling(range, 0),
  );
}

/** Rates have at most that many decimals: 0.0001 of a currency per million tokens. */
const MAX_SCALE = 3;
/** prompt × p + completion × c = units, but for the rounding of each model call's two prices. */
type Equation = {
  readonly prompt: number;
  readonly completion: number;
  readonly units: number;
  readonly rounding: number;
};

function toEquation({ calls, units }: LedgerBlock, modelCalls: number): Equation {
  let prompt = 0;
  let completion = 0;
  let count = 0;
  for (const { tokens } of calls) {
    count += 1;
    prompt += tokens?.prompt ?? 0;
    completion += tokens?.completion ?? 0;
  }
  return { prompt, completion, units: Number(units), rounding: count * modelCalls };
}

type Range = { readonly from: number; readonly to: number };

/** Where the rate of a prompt token can be: each two equations hold it between four corners. */
function findRange(equations: readonly Equation[]): Range | undefined {
  let from = Number.NEGATIVE_INFINITY;
  let to = Number.POSITIVE_INFINITY;
  for (const [place, one] of equations.entries()) {
    for (const other of equations.slice(place + 1)) {
      const determinant = one.prompt * other.completion - other.prompt * one.completion;
      if (determinant === 0) continue;
      const middle = (one.units * other.completion - other.units * one.completion) / determinant;
      const doubt =
        (one.rounding * other.completion + other.rounding * one.completion) / Math.abs(determinant);
      from = Math.max(from, middle - doubt);
      to = Math.min(to, middle + doubt);
    }
  }
  return from <= to && to < Number.POSITIVE_INFINITY ? { from, to } : undefined;
}

function turn({ prompt, completion, ...equation }: Equation): Equation {
  return { ...equation, prompt: completion, completion: prompt };
}

/** A range as wide as the steps of a price list has a price in it by chance. */
function isTelling({ from, to }: Range, scale: number): boolean {
  return (to - from) * 10 ** scale < 0.5;
}

function findRate({ from, to }: Range, scale: number): UnitRate | undefined {
  const first = Math.ceil(Math.max(from, 0) * 10 ** scale);
  return first <= to * 10 ** scale ? toRate(first, scale) : undefined;
}

/** One spelling for each value, as node rows have it. */
function toRate(value: number, scale: number): UnitRate {
  let digits = BigInt(value);
  let left = scale;
  while (left > 0 && digits % 10n === 0n) {
    digits /= 10n;
    left -= 1;
  }
  return { digits, scale: left };
}

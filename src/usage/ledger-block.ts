import { type LedgerCall, sumCallTokens } from './ledger-call.ts';
import { priceTokens, type UnitPrice } from './unit-prices.ts';

/** What Dify's statistics say about a stretch of time, and the calls that are known of it. */
export type LedgerBlock = {
  readonly bucket: string;
  /** There may be so many that they are made anew each time: no two passes give the same objects. */
  readonly calls: Iterable<LedgerCall>;
  readonly tokens: number;
  /** In units of 0.0000001. */
  readonly units: bigint;
  /** Generations that the statistics count and nobody can be found for. */
  readonly hiddenCalls: number;
};

/**
 * Whether the block's price is what these unit prices make of its calls: then how far it may be
 * from it in units of 0.0000001, else undefined.
 *
 * A model call's two prices are rounded each on its own. So a message of one call is known to the
 * last unit; one of an agent is a sum of at most `modelCalls`, whose tokens are told only in sum.
 */
export function fitPrice(
  block: LedgerBlock,
  priceOf: (call: LedgerCall) => UnitPrice | undefined,
  modelCalls: number,
): bigint | undefined {
  let units = 0n;
  let stray = 0n;
  const unread: UnitPrice[] = [];
  for (const call of block.calls) {
    const price = priceOf(call);
    if (price === undefined) return undefined;
    if (call.tokens === undefined) unread.push(price);
    else {
      units += priceTokens(call.tokens.prompt, price.prompt);
      units += priceTokens(call.tokens.completion, price.completion);
      stray += strayOf(price, modelCalls);
    }
  }
  const restTokens = block.tokens - sumCallTokens(block.calls);
  const [first] = unread;
  if (first === undefined) {
    return restTokens === 0 && isNear(units, block.units, stray) ? stray : undefined;
  }
  // The split of an unread generation is free, but two prices at once would explain anything.
  if (restTokens < 0 || unread.some((price) => price !== first)) return undefined;
  stray += strayOf(first, unread.length * modelCalls);
  return hasSplit(restTokens, block.units - units, first, stray) ? stray : undefined;
}

/** How far the sum of that many rounded calls may be from the price of their tokens in sum. */
export function strayOf({ prompt, completion }: UnitPrice, modelCalls: number): bigint {
  if (modelCalls <= 1) return 0n;
  const fractional = [prompt, completion].filter(({ scale }) => scale > 0).length;
  return BigInt(fractional * Math.floor((modelCalls + 1) / 2));
}

/** So many times more than what fits by chance a price has to be … */
const TELLING_MULTIPLE = 50n;
/** … and where rounding leaves it open, so many times that: a model of nearly the same price would fit. */
const TELLING_STRAYS = 20n;

/**
 * Whether a fit among that many tried ones proves anything: with a price of next to nothing, or
 * with very many ways to explain it, one of them fits by chance.
 */
export function isProof({ units }: LedgerBlock, tried: number, stray: bigint): boolean {
  const open = stray === 0n ? 1n : stray * TELLING_STRAYS;
  return BigInt(tried) * open * TELLING_MULTIPLE <= units;
}

function hasSplit(
  tokens: number,
  units: bigint,
  { prompt, completion }: UnitPrice,
  tolerance: bigint,
): boolean {
  const priceOf = (completionTokens: number) =>
    priceTokens(tokens - completionTokens, prompt) + priceTokens(completionTokens, completion);
  const isRising = priceOf(tokens) >= priceOf(0);

  let low = 0;
  let high = tokens;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const isBelow = isRising ? priceOf(middle) < units : priceOf(middle) > units;
    if (isBelow) low = middle + 1;
    else high = middle;
  }
  return [low - 1, low].some((split) => split >= 0 && isNear(priceOf(split), units, tolerance));
}

function isNear(left: bigint, right: bigint, tolerance: bigint): boolean {
  const difference = left - right;
  return difference <= tolerance && -difference <= tolerance;
}

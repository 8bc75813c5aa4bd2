import { type LedgerCall, sumCallTokens } from './ledger-call.ts';
import { priceTokens, type UnitPrice } from './unit-prices.ts';

/** What Dify's statistics say about a stretch of time, and the calls that are known of it. */
export type LedgerBlock = {
  readonly bucket: string;
  readonly calls: readonly LedgerCall[];
  readonly tokens: number;
  /** In units of 0.0000001. */
  readonly units: bigint;
  /** Generations that the statistics count and nobody can be found for. */
  readonly hiddenCalls: number;
};

/**
 * Whether the block's price is what these unit prices make of its calls.
 *
 * Each model call is rounded on its own, so that one unit is allowed for each; an agent's
 * message is a sum of several calls.
 */
export function reproducesPrice(
  block: LedgerBlock,
  priceOf: (call: LedgerCall) => UnitPrice | undefined,
  unitsPerCall: number,
): boolean {
  let units = 0n;
  const unread: UnitPrice[] = [];
  for (const call of block.calls) {
    const price = priceOf(call);
    if (price === undefined) return false;
    if (call.tokens === undefined) unread.push(price);
    else {
      units += priceTokens(call.tokens.prompt, price.prompt);
      units += priceTokens(call.tokens.completion, price.completion);
    }
  }
  const restTokens = block.tokens - sumCallTokens(block.calls);
  const tolerance = BigInt(block.calls.length * unitsPerCall);
  const [first] = unread;
  if (first === undefined) {
    return restTokens === 0 && isNear(units, block.units, tolerance);
  }
  // The split of an unread generation is free, but two prices at once would explain anything.
  if (restTokens < 0 || unread.some((price) => price !== first)) return false;
  return hasSplit(restTokens, block.units - units, first, tolerance);
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

import type { LedgerBlock } from './ledger-block.ts';
import type { LedgerCall } from './ledger-call.ts';

/**
 * Completes the blocks of a bucket with what the ledger has besides them, so that they add up to
 * it exactly. Calls of the blocks are told by being the very ones of the whole.
 *
 * Work that ended while we read may have made a block greater than the ledger of a moment before:
 * then the newest ones are given up, and their calls take part in what is left.
 */
export function settleBucket(
  whole: LedgerBlock,
  blocks: readonly LedgerBlock[],
): { readonly blocks: readonly LedgerBlock[]; readonly rest: LedgerBlock } {
  const kept = blocks.toSorted((left, right) => startOf(left) - startOf(right));
  for (;;) {
    const rest = subtract(whole, kept);
    if (rest.tokens >= 0 && rest.units >= 0n) return { blocks: kept, rest };
    kept.pop();
  }
}

function subtract(whole: LedgerBlock, blocks: readonly LedgerBlock[]): LedgerBlock {
  const taken = new Set<LedgerCall>(blocks.flatMap(({ calls }) => [...calls]));
  let { tokens, units, hiddenCalls } = whole;
  for (const block of blocks) {
    tokens -= block.tokens;
    units -= block.units;
    hiddenCalls -= block.hiddenCalls;
  }
  return {
    ...whole,
    calls: [...whole.calls].filter((call) => !taken.has(call)),
    tokens,
    units,
    hiddenCalls: Math.max(hiddenCalls, 0),
  };
}

function startOf({ calls }: LedgerBlock): number {
  let start = Number.POSITIVE_INFINITY;
  for (const { at } of calls) start = Math.min(start, at);
  return start;
}

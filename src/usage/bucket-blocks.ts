import type { LedgerBlock } from './ledger-block.ts';
import type { LedgerCall } from './ledger-call.ts';
import type { LedgerEntry } from './usage-event.ts';

/** A bucket of the ledger with all its calls, and how many messages the statistics count in it. */
export type BucketBlock = LedgerBlock & { readonly count: number };

/** One block per bucket of the ledger; messages that it does not know have one of nothing. */
export function toBucketBlocks(
  ledger: readonly LedgerEntry[],
  counts: ReadonlyMap<string, number>,
  calls: readonly LedgerCall[],
): BucketBlock[] {
  const buckets = new Set([...ledger, ...calls].map(({ bucket }) => bucket));
  return [...buckets].sort().map((bucket) => {
    const entry = ledger.find((row) => row.bucket === bucket);
    const own = calls.filter((call) => call.bucket === bucket);
    const count = counts.get(bucket) ?? 0;
    return {
      bucket,
      calls: own,
      tokens: entry?.totalTokens ?? 0,
      units: entry?.units ?? 0n,
      hiddenCalls: Math.max(count - own.length, 0),
      count,
    };
  });
}

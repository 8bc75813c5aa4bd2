import type { LedgerBlock } from './ledger-block.ts';
import type { LedgerCall } from './ledger-call.ts';
import type { LedgerEntry } from './usage-event.ts';

/** A bucket of the ledger with all its calls, and how many messages the statistics count in it. */
export type BucketBlock = LedgerBlock & { readonly count: number };

/** Calls by bucket. */
export type BucketCalls = {
  readonly buckets: readonly string[];
  countOf(bucket: string): number;
  of(bucket: string): Iterable<LedgerCall>;
};

/** One block per bucket of the ledger; messages that it does not know have one of nothing. */
export function toBucketBlocks(
  ledger: readonly LedgerEntry[],
  counts: ReadonlyMap<string, number>,
  calls: BucketCalls,
): BucketBlock[] {
  const buckets = new Set([...ledger.map(({ bucket }) => bucket), ...calls.buckets]);
  return [...buckets].sort().map((bucket) => {
    const entry = ledger.find((row) => row.bucket === bucket);
    const count = counts.get(bucket) ?? 0;
    return {
      bucket,
      calls: calls.of(bucket),
      tokens: entry?.totalTokens ?? 0,
      units: entry?.units ?? 0n,
      hiddenCalls: Math.max(count - calls.countOf(bucket), 0),
      count,
    };
  });
}

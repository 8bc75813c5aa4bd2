import type { Money } from './money.ts';

/** What was spent in one bucket and one currency; `units` are 0.0000001 of the currency. */
export type Amount = {
  readonly bucket: string;
  readonly currency: string;
  readonly tokens: number;
  readonly units: bigint;
};

/** Adds up amounts per bucket and currency; currencies are never mixed. */
export type AmountSum = {
  add(bucket: string, tokens: number, cost: Money): void;
  /** Sorted by bucket, then currency. */
  list(): Amount[];
};

/** Throws a `RangeError` when a token sum leaves the safe integers; `of` is whose it is. */
export function sumAmounts(amounts: Iterable<Amount> = [], of = 'all apps'): AmountSum {
  const sums = new Map<string, Amount>();

  const add = (bucket: string, tokens: number, { currency, units }: Money): void => {
    const key = JSON.stringify([bucket, currency]);
    const sum = sums.get(key) ?? { bucket, currency, tokens: 0, units: 0n };
    const total = sum.tokens + tokens;
    if (!Number.isSafeInteger(total)) {
      throw new RangeError(`The tokens of ${of} in ${bucket} reach ${total}, beyond 2^53`);
    }
    sums.set(key, { ...sum, tokens: total, units: sum.units + units });
  };
  for (const { bucket, currency, tokens, units } of amounts) {
    add(bucket, tokens, { currency, units });
  }

  return {
    add,
    list: () => [...sums].sort(([left], [right]) => (left < right ? -1 : 1)).map(([, sum]) => sum),
  };
}

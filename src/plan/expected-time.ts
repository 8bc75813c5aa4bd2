export type Pace = {
  /** How long Dify took for one of our requests, in the middle. */
  readonly latencyMs: number;
  /** How many requests are made at once. */
  readonly concurrency: number;
  readonly maxRps: number | undefined;
};

/**
 * How long so many requests take, in milliseconds, when all places are taken all the time. Pages of
 * one list wait for each other, and pages of 100 rows take longer than the few rows that were asked
 * for: it is rather more.
 */
export function expectedMs(requests: number, { latencyMs, concurrency, maxRps }: Pace): number {
  const atOnce = (requests * latencyMs) / concurrency;
  return maxRps === undefined ? atOnce : Math.max(atOnce, (requests / maxRps) * 1000);
}

/** The one in the middle; 0 without any. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((left, right) => left - right);
  const middle = sorted.length / 2;
  const [left = 0, right = left] = [sorted[Math.ceil(middle) - 1], sorted[Math.floor(middle)]];
  return (left + right) / 2;
}

/**
 * Divides a total in proportion to weights, exactly: the largest remainder decides about the last
 * units, and the earlier one of equals. Without any weight the shares are equal.
 */
export function allocate(total: bigint, weights: readonly bigint[]): bigint[] {
  if (weights.length === 0) return [];

  const sum = weights.reduce((left, right) => left + right, 0n);
  if (sum === 0n)
    return allocate(
      total,
      weights.map(() => 1n),
    );

  const shares = weights.map((weight) => (total * weight) / sum);
  const remainders = weights.map((weight) => (total * weight) % sum);
  const left = total - shares.reduce((one, other) => one + other, 0n);
  const largestFirst = remainders
    .map((remainder, index) => ({ remainder, index }))
    .sort((one, other) =>
      one.remainder === other.remainder
        ? one.index - other.index
        : one.remainder > other.remainder
          ? -1
          : 1,
    );
  const favoured = new Set(largestFirst.slice(0, Number(left)).map(({ index }) => index));
  return shares.map((share, index) => (favoured.has(index) ? share + 1n : share));
}

/** {@link allocate} for tokens. */
export function allocateTokens(total: number, weights: readonly number[]): number[] {
  return allocate(BigInt(total), weights.map(BigInt)).map(Number);
}

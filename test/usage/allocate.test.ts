import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { allocate, allocateTokens } from '../../src/usage/allocate.ts';

describe('allocation', () => {
  it('gives the last units to the largest remainders', () => {
    expect(allocate(100n, [1n, 1n, 4n])).toEqual([17n, 17n, 66n]);
    expect(allocate(7n, [3n, 2n, 1n])).toEqual([4n, 2n, 1n]);
  });

  it('gives them to the earlier one of equals', () => {
    expect(allocate(10n, [1n, 1n, 1n])).toEqual([4n, 3n, 3n]);
    expect(allocateTokens(182, [1, 1])).toEqual([91, 91]);
  });

  it('is equal without any weight', () => {
    expect(allocate(5n, [0n, 0n])).toEqual([3n, 2n]);
  });

  it('adds up to the total and strays by less than one unit from the proportion', () => {
    const weights = fc.array(fc.bigInt(0n, 10n ** 12n), { minLength: 1, maxLength: 20 });
    fc.assert(
      fc.property(fc.bigInt(0n, 10n ** 15n), weights, (total, parts) => {
        const sum = parts.reduce((left, right) => left + right, 0n);
        const shares = allocate(total, parts);

        expect(shares.reduce((left, right) => left + right, 0n)).toBe(total);
        for (const [place, share] of shares.entries()) {
          if (sum === 0n) continue;
          const error = share * sum - total * (parts[place] ?? 0n);
          expect(error > -sum && error < sum).toBe(true);
        }
      }),
    );
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Amount, sumAmounts } from '../../src/usage/amounts.ts';
import { amount, usd } from '../support/usage.ts';

describe('sumAmounts', () => {
  it('never adds one currency to another', () => {
    const sum = sumAmounts();
    sum.add('2026-10', 10, usd(100n));
    sum.add('2026-10', 20, { currency: 'CNY', units: 700n });
    sum.add('2026-10', 1, usd(1n));

    expect(sum.list()).toEqual([
      { bucket: '2026-10', currency: 'CNY', tokens: 20, units: 700n },
      { bucket: '2026-10', currency: 'USD', tokens: 11, units: 101n },
    ]);
  });

  it('keeps the buckets apart and lists them in order', () => {
    const amounts = [
      amount({ bucket: '2026-11', tokens: 2 }),
      amount({ bucket: '2026-10', tokens: 1 }),
    ];

    expect(sumAmounts(amounts).list()).toEqual([
      { bucket: '2026-10', currency: 'USD', tokens: 1, units: 2500n },
      { bucket: '2026-11', currency: 'USD', tokens: 2, units: 2500n },
    ]);
  });

  it('is empty without amounts', () => {
    expect(sumAmounts().list()).toEqual([]);
  });

  it('counts what has a price but no tokens, and the other way round', () => {
    const sum = sumAmounts();
    sum.add('2026-10', 0, usd(5n));
    sum.add('2026-10', 7, usd(0n));

    expect(sum.list()).toEqual([{ bucket: '2026-10', currency: 'USD', tokens: 7, units: 5n }]);
  });

  it('adds up to the last safe integer and refuses one more token', () => {
    const sum = sumAmounts([amount({ tokens: 9_007_199_254_740_990 })]);
    sum.add('2026-10', 1, usd(0n));

    expect(sum.list()[0]?.tokens).toBe(9_007_199_254_740_991);
    expect(() => sum.add('2026-10', 1, usd(0n))).toThrow(RangeError);
  });

  it('adds prices beyond the safe integers without losing a unit', () => {
    const sum = sumAmounts([amount({ units: 9_007_199_254_740_993n })]);
    sum.add('2026-10', 0, usd(1n));

    expect(sum.list()[0]?.units).toBe(9_007_199_254_740_994n);
  });

  it.each(['__proto__', 'constructor', '","', ''])('takes %j as just another currency', (text) => {
    const sum = sumAmounts([amount({ currency: text, tokens: 1 })]);
    sum.add('2026-10', 2, { currency: text, units: 0n });

    expect(sum.list()).toEqual([{ bucket: '2026-10', currency: text, tokens: 3, units: 2500n }]);
  });

  it('does not depend on the order, nor on who added up what first', () => {
    fc.assert(
      fc.property(shuffledAmounts, fc.nat({ max: 20 }), ([amounts, shuffled], cut) => {
        const all = sumAmounts(amounts).list();
        const parts = [shuffled.slice(0, cut), shuffled.slice(cut)].flatMap((part) =>
          sumAmounts(part).list(),
        );
        expect(sumAmounts(parts).list()).toEqual(all);
      }),
    );
  });

  it('loses and invents nothing', () => {
    fc.assert(
      fc.property(fc.array(anyAmount), (amounts) => {
        for (const currency of ['USD', 'CNY']) {
          expect(totalOf(sumAmounts(amounts).list(), currency)).toEqual(totalOf(amounts, currency));
        }
      }),
    );
  });
});

const anyAmount: fc.Arbitrary<Amount> = fc.record({
  bucket: fc.constantFrom('2026-10', '2026-11'),
  currency: fc.constantFrom('USD', 'CNY'),
  tokens: fc.nat({ max: 1_000_000 }),
  units: fc.bigInt({ min: 0n, max: 10n ** 20n }),
});

const shuffledAmounts = fc
  .array(anyAmount, { maxLength: 20 })
  .chain((amounts) =>
    fc.tuple(
      fc.constant(amounts),
      fc.shuffledSubarray(amounts, { minLength: amounts.length, maxLength: amounts.length }),
    ),
  );

function totalOf(amounts: readonly Amount[], currency: string) {
  const chosen = amounts.filter((each) => each.currency === currency);
  return {
    tokens: chosen.reduce((sum, { tokens }) => sum + tokens, 0),
    units: chosen.reduce((sum, { units }) => sum + units, 0n),
  };
}

import Big from 'big.js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatUnits, parseUnits, toCurrencyCode } from '../../src/usage/money.ts';

describe('parseUnits', () => {
  it.each([
    ['12', 120_000_000n],
    ['0.0012345', 12_345n],
    ['-0.5', -5_000_000n],
    ['0E-7', 0n],
    ['1E-7', 1n],
    ['2.5e-6', 25n],
    ['0.0', 0n],
    ['999.9999999', 9_999_999_999n],
  ])('reads %s exactly', (amount, units) => {
    expect(parseUnits(amount)).toBe(units);
  });

  it.each([
    [0.00068, 6800n],
    [0.1, 1_000_000n],
    [1e-7, 1n],
    [0.30000000000000004, 3_000_000n],
  ])('reads the JSON number %s by its text', (amount, units) => {
    expect(parseUnits(amount)).toBe(units);
  });

  it.each([
    ['0.00068500000000000005', 6850n],
    ['0.00000005', 1n],
    ['-0.00000005', -1n],
    ['0.000000049', 0n],
  ])('rounds %s half away from zero at the seventh decimal', (amount, units) => {
    expect(parseUnits(amount)).toBe(units);
  });

  it.each(['', '.5', '1.', ' 1', '1_000', 'NaN', 'Infinity', '0x10', '1e999', '1,5', '１'])(
    'refuses %j',
    (amount) => {
      expect(() => parseUnits(amount)).toThrow(RangeError);
    },
  );

  it('does not repeat what it refuses', () => {
    expect(() => parseUnits('secret prompt')).toThrow(/^Not a decimal amount$/);
  });

  it('agrees with big.js on every decimal that Dify could send', () => {
    fc.assert(
      fc.property(decimalText, (text) => {
        const exact = new Big(text).times('1e7').round(0, Big.roundHalfUp).toFixed();
        expect(parseUnits(text)).toBe(BigInt(exact));
      }),
    );
  });
});

describe('formatUnits', () => {
  it.each([
    [0n, '0.0000000'],
    [3n, '0.0000003'],
    [-1n, '-0.0000001'],
    [30_000n, '0.0030000'],
    [123_456_789_012_345_678_901n, '12345678901234.5678901'],
  ])('writes %s as %s', (units, text) => {
    expect(formatUnits(units)).toBe(text);
  });

  it('is read back as the same units', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: -(10n ** 21n), max: 10n ** 21n }), (units) => {
        expect(parseUnits(formatUnits(units))).toBe(units);
      }),
    );
  });

  it('adds up as big.js does, whatever the order', () => {
    fc.assert(
      fc.property(fc.array(sevenDecimals), (amounts) => {
        const sum = amounts.reduce((total, amount) => total + parseUnits(amount), 0n);
        const reversed = amounts.reduceRight((total, amount) => total + parseUnits(amount), 0n);
        const exact = amounts.reduce((total, amount) => total.plus(amount), new Big(0));
        expect(formatUnits(sum)).toBe(exact.toFixed(7));
        expect(reversed).toBe(sum);
      }),
    );
  });

  it('makes 10,000 messages of 0.0000003 exactly 0.0030000', () => {
    const units = Array.from({ length: 10_000 }, () => parseUnits('3E-7'));

    expect(formatUnits(units.reduce((total, unit) => total + unit, 0n))).toBe('0.0030000');
  });
});

describe('toCurrencyCode', () => {
  it.each([
    ['RMB', 'CNY'],
    ['rmb', 'CNY'],
    ['USD', 'USD'],
    [' eur ', 'EUR'],
  ])('writes %j as %s', (text, code) => {
    expect(toCurrencyCode(text)).toBe(code);
  });
});

const digits = (max: number) =>
  fc
    .array(fc.integer({ min: 0, max: 9 }), { minLength: 1, maxLength: max })
    .map((list) => list.join(''));

const decimalText = fc
  .tuple(
    fc.constantFrom('', '-'),
    digits(15),
    fc.option(digits(20), { nil: undefined }),
    fc.option(fc.integer({ min: -20, max: 5 }), { nil: undefined }),
  )
  .map(([sign, whole, fraction, exponent]) => {
    const mantissa = fraction === undefined ? whole : `${whole}.${fraction}`;
    return `${sign}${mantissa}${exponent === undefined ? '' : `E${exponent}`}`;
  });

const sevenDecimals = fc.bigInt({ min: 0n, max: 10n ** 10n - 1n }).map(formatUnits);

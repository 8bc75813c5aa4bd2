import { describe, expect, it } from 'vitest';
import { oneOf, parseBoolean, parseRate, wholeNumber } from '../../src/config/parse-scalars.ts';

describe('wholeNumber', () => {
  const parse = wholeNumber(0, 16);

  it.each([
    ['0', 0],
    ['16', 16],
    ['007', 7],
  ])('reads %j', (text, value) => {
    expect(parse(text)).toBe(value);
  });

  it.each(['17', '-1', '1.0', '1e1', '0x1', ' 1', '1_0', '１', '', 'NaN', '9'.repeat(400)])(
    'refuses %j',
    (text) => {
      expect(() => parse(text)).toThrow('is not a whole number from 0 to 16');
    },
  );
});

describe('parseRate', () => {
  it.each([
    ['5', 5],
    ['0.5', 0.5],
    ['1000', 1000],
  ])('reads %j', (text, value) => {
    expect(parseRate(text)).toBe(value);
  });

  it.each(['0', '0.0', '-1', '1001', 'Infinity', '1e3', '.5', ''])('refuses %j', (text) => {
    expect(() => parseRate(text)).toThrow('is not a rate in requests per second');
  });
});

describe('parseBoolean', () => {
  it.each(['true', 'TRUE', 'yes', 'on', '1'])('takes %s for yes', (text) => {
    expect(parseBoolean(text)).toBe(true);
  });

  it.each(['false', 'No', 'off', '0'])('takes %s for no', (text) => {
    expect(parseBoolean(text)).toBe(false);
  });

  it.each(['', '2', 'y', 'truе'])('refuses %j', (text) => {
    expect(() => parseBoolean(text)).toThrow('is neither true nor false');
  });
});

describe('oneOf', () => {
  it('reads a word whatever its case', () => {
    expect(oneOf(['daily', 'weekly'])('Weekly')).toBe('weekly');
  });

  it('names the choices when it refuses', () => {
    expect(() => oneOf(['daily', 'weekly'])('hourly')).toThrow(
      'It is not a known value. Use one of daily, weekly.',
    );
  });
});

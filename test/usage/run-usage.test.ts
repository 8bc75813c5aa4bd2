import { expect, it } from 'vitest';
import { sumTokens } from '../../src/usage/run-usage.ts';

it('adds up tokens and takes unknown ones for none', () => {
  expect(sumTokens([{ totalTokens: 15 }, { totalTokens: undefined }, { totalTokens: 45 }])).toBe(
    60,
  );
  expect(sumTokens([])).toBe(0);
});

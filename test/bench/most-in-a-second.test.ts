import { describe, expect, it } from 'vitest';
import { mostInASecond } from './report/most-in-a-second.ts';

describe('the most in any one second', () => {
  it('is found wherever the second begins', () => {
    expect(mostInASecond([0, 700, 900, 1100, 1650, 1900, 3000])).toBe(4);
  });

  it('does not count what is a whole second apart', () => {
    expect(mostInASecond([0, 1000, 2000])).toBe(1);
    expect(mostInASecond([])).toBe(0);
  });
});

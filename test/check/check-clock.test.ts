import { describe, expect, it } from 'vitest';
import { checkClock } from '../../src/check/check-clock.ts';
import { inEnglish } from '../support/in-english.ts';

describe('the clock of the other side', () => {
  it.each([
    [undefined, 'ok', 'it does not tell the time, so that the clocks cannot be compared'],
    [0, 'ok', "as this machine's"],
    [1999, 'ok', "as this machine's"],
    [-30_000, 'ok', '30 s behind this machine'],
    [30_000, 'ok', '30 s ahead of this machine'],
    [
      31_000,
      'warning',
      '31 s ahead of this machine: a period would be taken to have ended too early or too late',
    ],
  ])('that is %s ms ahead is %s', (skewMs, status, found) => {
    expect(inEnglish(checkClock(skewMs).findings)).toMatchObject([{ status, found }]);
  });
});

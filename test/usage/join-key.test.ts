import fc from 'fast-check';
import { expect, it } from 'vitest';
import { joinKey } from '../../src/usage/join-key.ts';

it('is the same for the same two texts only', () => {
  const text = fc.string({ unit: fc.constantFrom('1', '2', ' ', 'a', '人', '\n'), maxLength: 4 });
  const two = fc.tuple(text, text);

  fc.assert(
    fc.property(two, two, (one, other) => {
      const isSame = one[0] === other[0] && one[1] === other[1];
      expect(joinKey(...one) === joinKey(...other)).toBe(isSame);
    }),
    { numRuns: 5000 },
  );
});

it('tells texts apart that would be the same when put together', () => {
  expect(joinKey('a', 'bc')).not.toBe(joinKey('ab', 'c'));
  expect(joinKey('', '1 a')).not.toBe(joinKey('1', ' a'));
});

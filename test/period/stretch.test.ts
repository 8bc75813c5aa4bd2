import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { clipStretches, listGaps, mergeStretches, type Stretch } from '../../src/period/stretch.ts';

const stretch = fc
  .tuple(fc.integer({ min: 0, max: 30 }), fc.integer({ min: 0, max: 8 }))
  .map(([from, length]) => ({ from, to: from + length }));
const stretches = fc.array(stretch, { maxLength: 6 });

describe('stretches of time', () => {
  it('are merged where they overlap or adjoin', () => {
    expect(
      mergeStretches([
        { from: 5, to: 7 },
        { from: 1, to: 3 },
        { from: 2, to: 5 },
        { from: 9, to: 9 },
      ]),
    ).toEqual([{ from: 1, to: 7 }]);
  });

  it('leave gaps at both ends and between', () => {
    const others = [
      { from: 6, to: 8 },
      { from: -5, to: -1 },
      { from: 2, to: 4 },
    ];

    expect(listGaps({ from: 0, to: 10 }, others)).toEqual([
      { from: 0, to: 2 },
      { from: 4, to: 6 },
      { from: 8, to: 10 },
    ]);
  });

  it('hold, merged and clipped, the same instants as before, and the gaps all others', () => {
    fc.assert(
      fc.property(stretch, stretches, (whole, others) => {
        const gaps = listGaps(whole, others);
        const clipped = clipStretches(whole, others);
        for (let instant = -1; instant < 40; instant += 1) {
          const isIn = holds(others, instant);
          expect(holds(mergeStretches(others), instant)).toBe(isIn);
          expect(holds(clipped, instant)).toBe(isIn && holds([whole], instant));
          expect(holds(gaps, instant)).toBe(!isIn && holds([whole], instant));
        }
      }),
    );
  });
});

function holds(stretches: readonly Stretch[], instant: number): boolean {
  return stretches.some(({ from, to }) => from <= instant && instant < to);
}

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { StatisticsPiece } from '../../src/cache/cover-stretch.ts';
import { coverStretch } from '../../src/cache/cover-stretch.ts';

const HOUR = 3_600_000;
/** Long after everything. */
const LATE = 1000 * HOUR;

describe('coverStretch', () => {
  it('joins pieces to exactly the stretch', () => {
    const cover = coverStretch([piece(0, 10), piece(10, 24), piece(0, 9), piece(9, 30)], whole(24));

    expect(spans(cover.pieces)).toEqual(['0-10', '10-24']);
    expect(cover.missing).toEqual([]);
  });

  it('takes the pieces that leave least unknown, and says what they leave', () => {
    const cover = coverStretch([piece(0, 10), piece(8, 24), piece(24, 30)], whole(30));

    expect(spans(cover.pieces)).toEqual(['8-24', '24-30']);
    expect(cover.missing).toEqual([{ from: 0, to: 8 * HOUR }]);
  });

  it('names what was read before it was settled, and prefers what was read later', () => {
    const early = { ...piece(0, 24), readAt: 25 * HOUR };
    const alone = coverStretch([early], whole(24));
    const both = coverStretch([early, piece(0, 12), piece(12, 24)], whole(24));

    expect(spans(alone.pieces)).toEqual(['0-24']);
    expect(alone.early).toEqual([{ from: 23 * HOUR, to: 24 * HOUR }]);
    expect(spans(both.pieces)).toEqual(['0-12', '12-24']);
    expect(both.early).toEqual([]);
  });

  it('takes what is early rather than nothing', () => {
    const early = { ...piece(0, 1), readAt: HOUR };

    expect(spans(coverStretch([early], whole(1)).pieces)).toEqual(['0-1']);
  });

  it('takes of the same stretch the most that was told, since less is what was deleted', () => {
    const counts = (...pieces: StatisticsPiece[]) =>
      coverStretch(pieces, whole(1)).pieces.map(({ row }) => row?.count);

    expect(counts(piece(0, 1, 15), piece(0, 1, 30))).toEqual([30]);
    expect(counts(piece(0, 1, 30), piece(0, 1, 15))).toEqual([30]);
    expect(counts(piece(0, 1, 30), { ...piece(0, 1, 15), readAt: 2 * HOUR })).toEqual([30]);
    expect(counts({ ...piece(0, 1, 30), isOwnRule: false }, piece(0, 1, 15))).toEqual([15]);
  });

  it('never counts an instant twice, and leaves none out that a single piece could tell', () => {
    const pieces = fc.array(
      fc
        .tuple(fc.integer({ min: 0, max: 10 }), fc.integer({ min: 1, max: 5 }))
        .map(([from, length]) => piece(from, from + length)),
      { maxLength: 8 },
    );
    fc.assert(
      fc.property(pieces, (all) => {
        const cover = coverStretch(all, whole(12));
        const parts = [...cover.pieces, ...cover.missing].map(({ from, to }) => ({ from, to }));
        let at = 0;
        for (const { from, to } of parts.sort((one, other) => one.from - other.from)) {
          expect(from).toBe(at);
          at = to;
        }
        expect(at).toBe(12 * HOUR);
        for (const gap of cover.missing) {
          expect(all.some(({ from, to }) => from >= gap.from && to <= gap.to)).toBe(false);
        }
      }),
    );
  });
});

function whole(hours: number) {
  return { from: 0, to: hours * HOUR };
}

function piece(from: number, to: number, count = 1): StatisticsPiece {
  return {
    from: from * HOUR,
    to: to * HOUR,
    readAt: LATE,
    isOwnRule: true,
    row: { count, units: 1n },
  };
}

function spans(pieces: readonly StatisticsPiece[]): string[] {
  return pieces.map(({ from, to }) => `${from / HOUR}-${to / HOUR}`);
}

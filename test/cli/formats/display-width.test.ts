import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { displayWidth, fitWidth } from '../../../src/cli/formats/display-width.ts';

describe('displayWidth', () => {
  it.each([
    ['', 0],
    ['Support', 7],
    ['経費', 4],
    ['ｶﾅ', 2],
    ['ＡＢ', 4],
    ['한국', 4],
    ['「」、。', 8],
    ['𠮷野家', 6],
    ['👍', 2],
    ['👍🏽', 2],
    ['👨‍👩‍👧', 2],
    ['🇯🇵', 2],
    ['❤️', 2],
    ['❤', 1],
    ['1️⃣', 2],
    ['é', 1],
    ['e\u0301', 1],
    ['が'.normalize('NFD'), 2],
    ['مساعد', 5],
    ['…', 1],
    ['Ω', 1],
  ])('counts %j as %i columns', (text, columns) => {
    expect(displayWidth(text)).toBe(columns);
  });
});

describe('fitWidth', () => {
  it.each([
    ['abcdef', 6, 'abcdef'],
    ['abcdefg', 6, 'abcde…'],
    ['経費精算', 8, '経費精算'],
    ['経費精算', 7, '経費精…'],
    ['経費精算', 6, '経費…'],
    ['👨‍👩‍👧👨‍👩‍👧', 3, '👨‍👩‍👧…'],
  ])('fits %j into %i columns', (text, columns, fitted) => {
    expect(fitWidth(text, columns)).toBe(fitted);
  });

  it('never needs more columns than it may', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme' }),
        fc.integer({ min: 1, max: 20 }),
        (text, columns) => {
          expect(displayWidth(fitWidth(text, columns))).toBeLessThanOrEqual(columns);
        },
      ),
    );
  });
});

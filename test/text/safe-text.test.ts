import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { safeText } from '../../src/text/safe-text.ts';

const segmenter = new Intl.Segmenter();

describe('safeText', () => {
  it.each([
    ['plain text', 'plain text'],
    ['経費チャット', '経費チャット'],
    ['👨‍👩‍👧 family', '👨‍👩‍👧 family'],
    ['می‌خواهم', 'می‌خواهم'],
    ['__proto__', '__proto__'],
    ['@everyone', '@everyone'],
    ["=cmd|' /C calc'!A0", "=cmd|' /C calc'!A0"],
    ['', ''],
  ])('leaves %j as it is', (text) => {
    expect(safeText(text)).toBe(text);
  });

  it.each([
    ['two\nlines', 'two lines'],
    ['two\r\n\tlines', 'two lines'],
    ['two\u2028lines', 'two lines'],
    ['\u001b[31mred\u001b[0m', '[31mred[0m'],
    ['\u009b31mred', '31mred'],
    ['bell\u0007 nul\u0000 del\u007f', 'bell nul del'],
    ['user\u202eexe.pdf', 'userexe.pdf'],
    ['\u2067rtl\u2069', 'rtl'],
    ['zero\u200bwidth\ufeff', 'zerowidth'],
    ['hidden\u{e0041}\u{e0042}', 'hidden'],
    ['half \ud83d pair', 'half  pair'],
  ])('makes %j harmless', (text, expected) => {
    expect(safeText(text)).toBe(expected);
  });

  it('cuts between characters as a reader counts them', () => {
    expect(safeText('abcdef', 6)).toBe('abcdef');
    expect(safeText('abcdefg', 6)).toBe('abcde…');
    expect(safeText('👨‍👩‍👧'.repeat(10), 3)).toBe('👨‍👩‍👧👨‍👩‍👧…');
    expect(safeText('が'.normalize('NFD').repeat(5), 3)).toBe(
      `${'が'.normalize('NFD').repeat(2)}…`,
    );
  });

  it('does not let one character be 10 kB long', () => {
    expect(safeText(`Z${'\u0301'.repeat(1000)}algo`)).toBe('Zalgo');
    expect(safeText(`Z${'\u0301'.repeat(10_000)}`).length).toBeLessThan(10);
    expect(safeText('\u200d'.repeat(10_000)).length).toBeLessThan(40);
  });

  it('is quick and short for 10 MB', () => {
    expect(safeText('x'.repeat(10_000_000))).toBe(`${'x'.repeat(199)}…`);
  });

  it('never lets a control, an override or a lone surrogate through', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.integer({ min: 1, max: 50 }), (text, max) => {
        const safe = safeText(text, max);

        expect(safe).not.toMatch(/[\p{Cc}\p{Cs}\u2028\u2029\u202a-\u202e\u2066-\u2069]/u);
        expect([...segmenter.segment(safe)].length).toBeLessThanOrEqual(max);
        expect(safeText(safe, max)).toBe(safe);
      }),
    );
  });
});

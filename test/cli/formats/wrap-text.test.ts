import { Help } from 'commander';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { displayWidth } from '../../../src/cli/formats/display-width.ts';
import { wrapText } from '../../../src/cli/formats/wrap-text.ts';

const FORBIDDEN_FIRST =
  /^[、。，．）」』！？：；ー～ぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮヵヶ々」』）］】〉》”’]/u;
const FORBIDDEN_LAST = /[「『（［【〈《“‘]$/u;
const ORDINARY = [...'設定を読み込むトークン期間应用接收端𠮷'];
const MARKS = [...'、。，）」！？：；ーぁっャー々「『（～・…'];
const WORDS = ['--env-file', '/etc/dify-usage.env', 'Dify', 'last_N_days', '12', 'YYYY-MM-DD'];

/** Sentences of all that help may be made of, with blanks here and there. */
const sentences = fc
  .array(
    fc.oneof(
      { weight: 6, arbitrary: fc.constantFrom(...ORDINARY) },
      { weight: 2, arbitrary: fc.constantFrom(...MARKS, 'が'.normalize('NFD'), '👨‍👩‍👧') },
      { weight: 1, arbitrary: fc.constantFrom(...WORDS) },
      { weight: 2, arbitrary: fc.constantFrom(' ', ' ', '\n', '\n\n') },
    ),
    { maxLength: 120 },
  )
  .map((parts) => parts.join(''));

const columns = fc.integer({ min: 20, max: 60 });

describe('wrapText', () => {
  it.each([
    ['the words of a line', 12, ['the words of', 'a line']],
    ['a-word-that-is-longer than that', 10, ['a-word-that-is-longer', 'than that']],
    ['設定を読み込みます', 10, ['設定を読み', '込みます']],
    ['設定を読みます。', 14, ['設定を読みま', 'す。']],
    ['設定を読。次の', 8, ['設定を', '読。次の']],
    ['設定（読み込み）', 6, ['設定', '（読み', '込み）']],
    ['選択(読む)', 6, ['選択', '(読む)']],
    ['设置为“空”', 7, ['设置为', '“空”']],
    ['データーーを送る', 6, ['デー', 'ターー', 'を送る']],
    ['この --env-file から', 12, ['この', '--env-file', 'から']],
    ['値は/etc/dify.envです', 14, ['値は', '/etc/dify.env', 'です']],
    ['指定できる値:', 12, ['指定できる', '値:']],
    ['要求（1～16）', 8, ['要求', '（1～16）']],
    ['第一行\n\n第二行', 4, ['第一', '行', '', '第二', '行']],
    ['👨‍👩‍👧👨‍👩‍👧', 2, ['👨‍👩‍👧', '👨‍👩‍👧']],
  ])('breaks %j in %i columns', (text, width, lines) => {
    expect(wrapText(text, width).split('\n')).toEqual(lines);
  });

  it('loses and adds nothing but line breaks, for which blanks go', () => {
    fc.assert(
      fc.property(sentences, columns, (text, width) => {
        expect(wrapText(text, width).replaceAll(/\s/g, '')).toBe(text.replaceAll(/\s/g, ''));
        expect(wrapText(text, 1000)).toBe(text.replaceAll(/ +$/gm, ''));
      }),
    );
  });

  it('makes no line wider than it may, but one that cannot be divided', () => {
    fc.assert(
      fc.property(sentences, columns, (text, width) => {
        for (const line of wrapText(text, width).split('\n')) {
          if (displayWidth(line) > width) expect(line).not.toMatch(twoThatMayPart);
        }
      }),
    );
  });

  it('begins no line with what never begins one, and ends none with an opening bracket', () => {
    fc.assert(
      fc.property(sentences, columns, (text, width) => {
        for (const line of text.split('\n')) {
          const lines = wrapText(line, width).split('\n');

          expect(lines.slice(1).filter((each) => FORBIDDEN_FIRST.test(each))).toEqual([]);
          expect(lines.slice(0, -1).filter((each) => FORBIDDEN_LAST.test(each))).toEqual([]);
        }
      }),
    );
  });

  it('divides no name, option or path', () => {
    fc.assert(
      fc.property(sentences, columns, (text, width) => {
        for (const word of WORDS) {
          expect(wrapText(text, width).split(word)).toHaveLength(text.split(word).length);
        }
      }),
    );
  });

  it('breaks what has no wide character exactly as commander does', () => {
    const words = fc.string({ unit: fc.constantFrom(...'ab-,.()"?:  \n') });
    fc.assert(
      fc.property(words, fc.integer({ min: 40, max: 100 }), (text, width) => {
        const long = `${text} `.repeat(9);
        expect(wrapText(long, width)).toBe(new Help().boxWrap(long, width));
      }),
    );
  });
});

/** Two ordinary characters side by side, or around a blank. */
const twoThatMayPart = new RegExp(`[${ORDINARY.join('')}] *[${ORDINARY.join('')}]`, 'u');

import { displayWidth, splitGraphemes } from './display-width.ts';

// After the rules for Japanese and Chinese lines, as far as these characters occur in help:
// https://www.w3.org/TR/jlreq/#characters_not_starting_a_line
const NEVER_FIRST =
  /^[、。，．・：；？！％…‥—～〜ー々〻ゝゞヽヾ」』）］｝〉》】〕”’ぁぃぅぇぉっゃゅょゎゕゖァィゥェォッャュョヮヵヶㇰ-ㇿ]/u;
const NEVER_LAST = /^[「『（［｛〈《【〔“‘～〜]/u;

/** In other languages they may stand by themselves, between blanks. */
const ASCII_NEVER_FIRST = /^[,.:;?!%)\]}]/;
const ASCII_NEVER_LAST = /^[([{]/;

/**
 * Breaks lines that are wider than `columns`: at blanks, which are left out there, and around the wide
 * characters of Japanese and Chinese. What cannot be divided may be wider.
 */
export function wrapText(text: string, columns: number): string {
  return text
    .split(/\r?\n/)
    .flatMap((line) => wrapLine(line, columns))
    .join('\n');
}

function wrapLine(text: string, columns: number): readonly string[] {
  const lines: string[] = [];
  let line = '';
  let width = 0;
  for (const piece of toPieces(text)) {
    const added = displayWidth(piece);
    if (line === '' || width + added <= columns) {
      line += piece;
      width += added;
    } else {
      lines.push(line);
      line = piece.trimStart();
      width = displayWidth(line);
    }
  }
  return [...lines, line];
}

/** What stays on one line, with the blanks before it. */
function toPieces(line: string): readonly string[] {
  const pieces: string[] = [];
  let piece = '';
  let previous = '';
  for (const [, blanks = '', word = ''] of line.matchAll(/(\s*)(\S+)/g)) {
    let gap = blanks;
    for (const grapheme of splitGraphemes(word)) {
      if (piece !== '' && mayPart(previous, gap, grapheme)) {
        pieces.push(piece);
        piece = '';
      }
      piece += gap + grapheme;
      previous = grapheme;
      gap = '';
    }
  }
  return piece === '' ? pieces : [...pieces, piece];
}

function mayPart(before: string, gap: string, after: string): boolean {
  if (NEVER_LAST.test(before) || NEVER_FIRST.test(after)) return false;
  if (gap !== '') return true;
  if (ASCII_NEVER_LAST.test(before) || ASCII_NEVER_FIRST.test(after)) return false;
  return displayWidth(before) > 1 || displayWidth(after) > 1;
}

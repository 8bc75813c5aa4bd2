// Unicode's East Asian Width W and F, in blocks: https://www.unicode.org/reports/tr11/
const WIDE =
  /^[\u1100-\u115f\u2e80-\u303e\u3041-\u33ff\u3400-\u4dbf\u4e00-\ua4cf\ua960-\ua97f\uac00-\ud7a3\uf900-\ufaff\ufe10-\ufe19\ufe30-\ufe6f\uff01-\uff60\uffe0-\uffe6\u{16fe0}-\u{18dff}\u{1aff0}-\u{1b2ff}\u{1f200}-\u{1f2ff}\u{20000}-\u{3fffd}]/u;

// By default a picture, or turned into one by U+FE0F.
const EMOJI = /^\p{Emoji_Presentation}|^\p{Emoji}\ufe0f|^\p{RI}\p{RI}/u;

const ASCII = /^[ -~]*$/;

const INVISIBLE = /^[\p{Mn}\p{Me}\p{Cf}\p{Cc}]+$/u;

let segmenter: Intl.Segmenter | undefined;

/** Making a segmenter takes as long as loading a module, and most runs print nothing but ASCII. */
function graphemesOf(text: string): Iterable<Intl.SegmentData> {
  segmenter ??= new Intl.Segmenter('en', { granularity: 'grapheme' });
  return segmenter.segment(text);
}

/** How many columns of a terminal a text takes. */
export function displayWidth(text: string): number {
  // Segmenting is a hundred times slower, and most cells are ids and numbers.
  if (ASCII.test(text)) return text.length;

  let width = 0;
  for (const { segment } of graphemesOf(text)) width += graphemeWidth(segment);
  return width;
}

/** The text itself, or its beginning and `…`, in at most `columns` columns. */
export function fitWidth(text: string, columns: number): string {
  if (displayWidth(text) <= columns) return text;

  let fitted = '';
  let width = 0;
  for (const { segment } of graphemesOf(text)) {
    width += graphemeWidth(segment);
    if (width > columns - 1) break;
    fitted += segment;
  }
  return `${fitted}…`;
}

/** The characters of a text as a reader counts them. */
export function splitGraphemes(text: string): readonly string[] {
  return Array.from(graphemesOf(text), ({ segment }) => segment);
}

function graphemeWidth(grapheme: string): number {
  if (INVISIBLE.test(grapheme)) return 0;
  return WIDE.test(grapheme) || EMOJI.test(grapheme) ? 2 : 1;
}

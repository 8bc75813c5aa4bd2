const DEFAULT_GRAPHEMES = 200;

// The longest emoji sequences in use have 15 code units; a "character" of 10 kB is an attack.
const LONGEST_GRAPHEME = 32;

const ASCII = /^[ -~]*$/;

const LINE_SPACE = /[\t\n\v\f\r\u0085\u2028\u2029]+/gu;

// Controls, lone surrogates, and the invisible characters that reorder or hide what stands around
// them. The joiners U+200C and U+200D stay: Persian, Hindi and family emoji need them.
export const HARMFUL =
  /[\p{Cc}\p{Cs}\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\u{e0000}-\u{e007f}]/gu;

const segmenter = new Intl.Segmenter('en', { granularity: 'grapheme' });

/**
 * Makes text from elsewhere harmless on one line of a terminal or log.
 *
 * Line breaks and tabs become a space, controls and bidirectional overrides disappear, and what is
 * longer than `maxGraphemes` characters, as a reader counts them, ends in `…`.
 */
export function safeText(text: string, maxGraphemes: number = DEFAULT_GRAPHEMES): string {
  // Segmenting is a hundred times slower, and most texts do not need it.
  if (text.length <= maxGraphemes && ASCII.test(text)) return text;

  const bounded = text.slice(0, (maxGraphemes + 1) * LONGEST_GRAPHEME);
  const harmless = bounded.replace(LINE_SPACE, ' ').replace(HARMFUL, '');

  const kept: string[] = [];
  for (const { segment } of segmenter.segment(harmless)) {
    if (kept.length === maxGraphemes) return `${kept.slice(0, -1).join('')}…`;
    kept.push(segment.length > LONGEST_GRAPHEME ? firstCharacter(segment) : segment);
  }
  return bounded.length < text.length ? `${kept.slice(0, -1).join('')}…` : kept.join('');
}

function firstCharacter(grapheme: string): string {
  return String.fromCodePoint(grapheme.codePointAt(0) ?? 0xfffd);
}

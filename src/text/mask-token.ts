export const MASK = '***';

const LONG = 16;
const LONG_PART = 8;
const LONGEST_WORD = 24;
/** A word, several in camel case, a number such as a date, a version. */
const READABLE = /^(?:(?:[A-Z]?[a-z]{2,})+|[A-Z]+|[a-z]|\d{1,8}|[vV]\d{1,4})$/;

/** The word, or a mask for what is as long and as mixed as a token or a key. */
export function maskToken(word: string): string {
  return looksLikeToken(word) ? MASK : word;
}

/**
 * A path with a mask in place of each part that looks like a token: whoever gives out addresses with
 * one in them, as for a webhook, has it there.
 */
export function maskPath(path: string, mask: (token: string) => string = () => MASK): string {
  return path.replace(/[^/@]+/g, (part) => (looksLikeToken(part) ? mask(part) : part));
}

export function looksLikeToken(word: string): boolean {
  if (word.length < LONG) return false;
  return word.split(/[-_.:~+=]|%[\da-f]{2}/i).some((part) => {
    return part.length > LONGEST_WORD || (part.length >= LONG_PART && !READABLE.test(part));
  });
}

import { safeText } from './safe-text.ts';
import { shellQuote } from './shell-quote.ts';

const LONGEST_PATH = 4096;

/** A path as a person may paste it into a shell, whatever is in it. */
export function shellPath(path: string): string {
  return shellQuote(safeText(path, LONGEST_PATH));
}

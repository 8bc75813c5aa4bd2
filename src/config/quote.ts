import { safeText } from '../text/safe-text.ts';

/** A value that is no secret, for a sentence about it. */
export function quote(text: string): string {
  return `"${safeText(text, 60)}"`;
}

import { HARMFUL } from './safe-text.ts';

/**
 * Makes a whole text from elsewhere harmless on a terminal, its lines and tabs kept: what would be a
 * command to the terminal, or hide what stands around it, shows as its code.
 */
export function safeLines(text: string): string {
  return text.replace(HARMFUL, (harmful) =>
    harmful === '\n' || harmful === '\t' ? harmful : toEscape(harmful),
  );
}

/** As in JSON where it fits. */
function toEscape(character: string): string {
  const code = (character.codePointAt(0) ?? 0).toString(16);
  return code.length > 4 ? `\\u{${code}}` : `\\u${code.padStart(4, '0')}`;
}

import { safeText } from './safe-text.ts';

const LONGEST_PATH = 4096;

/** A path as a person may paste it into a shell, whatever is in it. */
export function shellWord(path: string): string {
  return `'${safeText(path, LONGEST_PATH).replaceAll("'", "'\\''")}'`;
}

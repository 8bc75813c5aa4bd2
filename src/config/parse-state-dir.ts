import { isAbsolute } from 'node:path';
import { InvalidSetting } from './invalid-setting.ts';
import { quote } from './quote.ts';

/** Reads the path of the state directory. */
export function parseStateDir(text: string): string {
  if (isAbsolute(text) && !text.includes('\0')) return text;
  throw new InvalidSetting(
    `${quote(text)} is not an absolute path, and would be another directory for cron than for you.`,
    'Write the whole path, beginning with /; ~ is not understood.',
  );
}

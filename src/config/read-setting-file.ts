import { message } from '../language/message.ts';
import { InvalidSetting } from './invalid-setting.ts';
import { type ReadFile, readNamedFile } from './read-named-file.ts';

// What stands for bytes that are no UTF-8, and every second byte of UTF-16.
const FOREIGN = /[\ufffd\0]/;

/**
 * Reads a file of which every character counts.
 *
 * In another encoding a password would be another one, and Dify counts failed logins. Files of
 * certificates are not read like this: they may be binary or have comments in any encoding.
 */
export function readSettingFile(path: string, readFile: ReadFile): string {
  const text = readNamedFile(path, readFile);
  const at = text.search(FOREIGN);
  if (at === -1) return text;
  const line = text.slice(0, at).split('\n').length;
  throw new InvalidSetting(
    message('value_file_encoding_problem', { line }),
    message('value_file_encoding_cure'),
  );
}

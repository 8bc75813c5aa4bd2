import { message } from '../language/message.ts';
import { InvalidSetting } from './invalid-setting.ts';

/** Reads a text file; throws when it cannot. */
export type ReadFile = (path: string) => string;

/**
 * Reads a file that a setting names.
 *
 * The path is not repeated on failure: `DIFY_PASSWORD_FILE` may hold the password by mistake.
 */
export function readTextFile(path: string, readFile: ReadFile): string {
  try {
    return readFile(path).replace(/^\ufeff/, '');
  } catch (error) {
    throw new InvalidSetting(
      message('value_file_unreadable_problem', { code: reasonOf(error) }),
      message('value_file_unreadable_cure'),
    );
  }
}

function reasonOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : 'unknown error';
}

import { systemErrorCode } from '../files/file-system.ts';
import { MAX_INPUT_BYTES } from '../files/input-file.ts';
import { UnusableFileError } from '../files/unusable-file-error.ts';
import { message } from '../language/message.ts';
import { InvalidSetting } from './invalid-setting.ts';

/** Reads a text file; throws an error of the system, or an `UnusableFileError`, when it cannot. */
export type ReadFile = (path: string) => string;

/**
 * Reads a file that a setting names.
 *
 * The path is not repeated on failure: `DIFY_PASSWORD_FILE` may hold the password by mistake.
 */
export function readNamedFile(path: string, readFile: ReadFile): string {
  try {
    return readFile(path).replace(/^\ufeff/, '');
  } catch (error) {
    if (error instanceof UnusableFileError) throw explain(error);
    const code = systemErrorCode(error);
    if (code === undefined) throw error;
    throw new InvalidSetting(
      message('value_file_unreadable_problem', { code }),
      message('value_file_unreadable_cure'),
    );
  }
}

function explain({ problem }: UnusableFileError): InvalidSetting {
  return new InvalidSetting(
    message(`value_file_${problem}_problem`, { megabytes: MAX_INPUT_BYTES / 1e6 }),
    message(`value_file_${problem}_cure`),
  );
}

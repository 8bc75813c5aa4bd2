import { message } from '../language/message.ts';
import { StateDirectoryError } from './state-directory-error.ts';

/** No permission is missing: something above is not there, or is no directory. */
export const BROKEN_PATH: ReadonlySet<string> = new Set(['ENOENT', 'ENOTDIR', 'ELOOP']);

/** The error for a state directory which the system does not let us use or make. */
export function directoryRefusal(path: string, code: string, cause?: unknown): StateDirectoryError {
  const reason = BROKEN_PATH.has(code) ? 'state_broken_path' : 'state_refused';
  return new StateDirectoryError(path, message(reason, { code }), { cause });
}

import { systemErrorCode } from '../files/file-system.ts';
import { StateDirectoryError } from '../files/state-directory-error.ts';
import { message } from '../language/message.ts';
import { folderPath, type Spool, type StateFolder } from './spool.ts';

/** The names of a folder's entries, oldest first. */
export async function listNames(spool: Spool, folder: StateFolder): Promise<readonly string[]> {
  const path = folderPath(spool, folder);
  try {
    const names = await spool.files.readdir(path);
    return names.filter((name) => name.endsWith('.json')).sort();
  } catch (cause) {
    const code = systemErrorCode(cause);
    if (code === undefined) throw cause;
    throw new StateDirectoryError(path, message('state_unreadable', { code }), { cause });
  }
}

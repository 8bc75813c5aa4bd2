import { systemErrorCode } from '../files/file-system.ts';
import { NOT_A_FILE, readStateFile } from '../files/read-state-file.ts';
import { StateDirectoryError } from '../files/state-directory-error.ts';
import { message } from '../language/message.ts';
import { filePath, type Spool, type StateFolder } from './spool.ts';
import { SpoolEntryError } from './spool-entry-error.ts';

/** The text of a file; undefined when it has gone. Follows no symbolic link. */
export async function readText(
  spool: Spool,
  folder: StateFolder,
  name: string,
): Promise<string | undefined> {
  const path = filePath(spool, folder, name);
  try {
    return await readStateFile(path, spool.files);
  } catch (cause) {
    const code = systemErrorCode(cause);
    if (code === undefined) throw cause;
    if (code === 'ENOENT') return undefined;
    if (NOT_A_FILE.has(code))
      throw new SpoolEntryError(name, message('damage_no_plain_file'), { cause });
    throw new StateDirectoryError(path, message('state_unreadable', { code }), { cause });
  }
}

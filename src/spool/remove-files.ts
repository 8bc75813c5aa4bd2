import { syncDirectory } from '../files/durable-write.ts';
import { systemErrorCode } from '../files/file-system.ts';
import { StateWriteError } from '../files/state-write-error.ts';
import { unlinkIfThere } from '../files/unlink-if-there.ts';
import { filePath, folderPath, type Spool, type StateFolder } from './spool.ts';

/** Removes files for good; those that are gone already are fine. */
export async function removeFiles(
  spool: Spool,
  folder: StateFolder,
  names: readonly string[],
): Promise<void> {
  if (names.length === 0) return;

  const path = folderPath(spool, folder);
  try {
    for (const name of names) await unlinkIfThere(spool.files, filePath(spool, folder, name));
    await syncDirectory(spool.files, path);
  } catch (cause) {
    throw systemErrorCode(cause) === undefined ? cause : new StateWriteError(path, { cause });
  }
}

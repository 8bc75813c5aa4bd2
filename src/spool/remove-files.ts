import { syncDirectory } from './durable-write.ts';
import { systemErrorCode } from './file-system.ts';
import { filePath, folderPath, type Spool, type StateFolder } from './spool.ts';
import { SpoolWriteError } from './spool-write-error.ts';

/** Removes files for good; those that are gone already are fine. */
export async function removeFiles(
  spool: Spool,
  folder: StateFolder,
  names: readonly string[],
): Promise<void> {
  if (names.length === 0) return;

  const path = folderPath(spool, folder);
  try {
    for (const name of names) await unlinkIfThere(spool, filePath(spool, folder, name));
    await syncDirectory(spool.files, path);
  } catch (cause) {
    throw systemErrorCode(cause) === undefined ? cause : new SpoolWriteError(path, { cause });
  }
}

async function unlinkIfThere(spool: Spool, path: string): Promise<void> {
  try {
    await spool.files.unlink(path);
  } catch (error) {
    if (systemErrorCode(error) !== 'ENOENT') throw error;
  }
}

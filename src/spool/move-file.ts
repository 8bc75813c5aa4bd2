import { syncDirectory } from '../files/durable-write.ts';
import { systemErrorCode } from '../files/file-system.ts';
import { StateWriteError } from '../files/state-write-error.ts';
import { filePath, folderPath, type Spool, type SpoolFolder } from './spool.ts';

/** Moves a file to another folder under its own name, for good once this returns. */
export async function moveFile(
  spool: Spool,
  name: string,
  from: SpoolFolder,
  to: SpoolFolder,
): Promise<void> {
  const path = filePath(spool, to, name);
  try {
    await spool.files.rename(filePath(spool, from, name), path);
    await syncDirectory(spool.files, folderPath(spool, to));
    await syncDirectory(spool.files, folderPath(spool, from));
  } catch (cause) {
    throw systemErrorCode(cause) === undefined ? cause : new StateWriteError(path, { cause });
  }
}

import { join } from 'node:path';
import { TEMPORARY_FILE } from './durable-write.ts';
import { type FileSystem, systemErrorCode } from './file-system.ts';

const HOUR_MS = 3_600_000;

/** Removes what killed runs have left half-written in a folder; call it with the lock held. */
export async function sweepTemporaryFiles(
  files: FileSystem,
  folder: string,
  nowMs: number,
): Promise<void> {
  try {
    const names = await files.readdir(folder);
    for (const name of names.filter((each) => TEMPORARY_FILE.test(each))) {
      const path = join(folder, name);
      const { mtimeMs } = await files.lstat(path);
      // A younger one may belong to a run that does not respect the lock.
      if (nowMs - mtimeMs > HOUR_MS) await files.unlink(path);
    }
  } catch (error) {
    // Sweeping can wait for the next run; what the disk refuses now must not cost this one.
    if (systemErrorCode(error) === undefined) throw error;
  }
}

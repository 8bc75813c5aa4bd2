import { type FileSystem, systemErrorCode } from './file-system.ts';

/** Removes a name; one that is gone already is fine. */
export async function unlinkIfThere(files: FileSystem, path: string): Promise<void> {
  try {
    await files.unlink(path);
  } catch (error) {
    if (systemErrorCode(error) !== 'ENOENT') throw error;
  }
}

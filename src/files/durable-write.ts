import { randomBytes } from 'node:crypto';
import { dirname } from 'node:path';
import { type FileSystem, nodeFileSystem, systemErrorCode } from './file-system.ts';
import { StateWriteError } from './state-write-error.ts';

/** What a write that was killed leaves behind. */
export const TEMPORARY_FILE = /\.[0-9a-f]{8}\.tmp$/;

/**
 * Writes a file so that, whenever the power fails, either the old or the whole new content
 * is there, and the new one for certain once this returns.
 */
export async function writeDurably(
  path: string,
  content: string | Uint8Array,
  files: FileSystem = nodeFileSystem,
): Promise<void> {
  const temporary = `${path}.${randomBytes(4).toString('hex')}.tmp`;
  try {
    await writeNewFile(files, temporary, content);
    await files.rename(temporary, path);
    await syncDirectory(files, dirname(path));
  } catch (cause) {
    // It may not exist (any more), and the first error is the one that matters.
    await files.unlink(temporary).catch(() => undefined);
    throw systemErrorCode(cause) === undefined ? cause : new StateWriteError(path, { cause });
  }
}

/** Makes new, renamed and removed names of a directory survive a power failure. */
export async function syncDirectory(files: FileSystem, path: string): Promise<void> {
  const handle = await files.open(path, 'r');
  try {
    await handle.sync();
  } catch (error) {
    // Some network and FUSE file systems cannot do it; there is nothing better to do then.
    if (!['EINVAL', 'ENOTSUP'].includes(systemErrorCode(error) ?? '')) throw error;
  } finally {
    await handle.close();
  }
}

async function writeNewFile(
  files: FileSystem,
  path: string,
  content: string | Uint8Array,
): Promise<void> {
  // `wx` follows no symbolic link and never opens a file that someone else put there.
  const handle = await files.open(path, 'wx', 0o600);
  try {
    // Unlike a single `write`, this goes on until every byte is written.
    await handle.writeFile(content);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

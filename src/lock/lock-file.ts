import { readdir, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { type FileSystem, nodeFileSystem, systemErrorCode } from '../files/file-system.ts';
import { NO_SPACE } from '../files/no-space.ts';
import { readStateFile } from '../files/read-state-file.ts';
import { StateDirectoryError } from '../files/state-directory-error.ts';
import { StateWriteError } from '../files/state-write-error.ts';
import { message } from '../language/message.ts';
import { SOCKET_NAME } from './socket-name.ts';

export function lockFilePath(stateDir: string): string {
  return join(stateDir, 'run.lock');
}

/**
 * Creates the file unless it exists. It is not synced: a lock has no meaning after a power failure.
 * A full disk is not a reason to stop, since delivering what waits is what makes room.
 */
export async function createLockFile(
  path: string,
  text: string,
  files: Pick<FileSystem, 'open' | 'unlink'> = nodeFileSystem,
): Promise<'created' | 'exists' | 'no_space'> {
  try {
    const handle = await files.open(path, 'wx', 0o600);
    try {
      await handle.writeFile(text);
    } catch (error) {
      await files.unlink(path).catch(() => undefined);
      throw error;
    } finally {
      await handle.close();
    }
    return 'created';
  } catch (cause) {
    const code = systemErrorCode(cause);
    if (code === 'EEXIST') return 'exists';
    if (NO_SPACE.has(code)) return 'no_space';
    throw code === undefined ? cause : new StateWriteError(path, { cause });
  }
}

/** Undefined when it is not there (any more). Follows no symbolic link. */
export async function readLockFile(path: string): Promise<string | undefined> {
  try {
    return await readStateFile(path);
  } catch (cause) {
    const code = systemErrorCode(cause);
    if (code === 'ENOENT') return undefined;
    if (code === undefined) throw cause;
    throw new StateDirectoryError(path, message('state_unreadable', { code }), { cause });
  }
}

/** Removes the file if it says what it is known to say; what is somebody else's stays. */
export async function removeLockFile(path: string, text: string): Promise<void> {
  try {
    if ((await readLockFile(path)) === text) await unlink(path);
  } catch (cause) {
    const code = systemErrorCode(cause);
    if (code === 'ENOENT') return;
    throw code === undefined ? cause : new StateWriteError(path, { cause });
  }
}

/** Removes the sockets that killed runs have left; call it with the lock held. */
export async function sweepSockets(stateDir: string, own: string | undefined): Promise<void> {
  const names = await readdir(stateDir);
  for (const name of names.filter((each) => SOCKET_NAME.test(each) && each !== own)) {
    await unlink(join(stateDir, name));
  }
}

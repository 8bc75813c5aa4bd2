import { constants } from 'node:fs';
import { access, open } from 'node:fs/promises';
import process from 'node:process';
import { systemErrorCode } from './file-system.ts';

/** `O_TMPFILE` of open(2), which Node does not name: a file that never has a name. */
const UNNAMED_FILE = 0o20_000_000 | constants.O_DIRECTORY;
/** More than a file system keeps inside of its own records. */
const SAMPLE = Buffer.alloc(16_384);

/** NFS and others say EOPNOTSUPP, which is ENOTSUP on Linux, and Node knows it by that name. */
const CANNOT_MAKE_THEM: ReadonlySet<string> = new Set(['ENOTSUP', 'EISDIR', 'EINVAL', 'ENOENT']);

/**
 * The errno name of what keeps us from writing into a directory; undefined when nothing does.
 * Nothing is left behind, not even by a crash: the file that is written has no name. Where the
 * system cannot make such files only the permissions are looked at.
 */
export async function probeWriting(path: string): Promise<string | undefined> {
  try {
    if (process.platform === 'linux' && (await writeUnnamedFile(path))) return undefined;
    await access(path, constants.W_OK | constants.X_OK);
    return undefined;
  } catch (error) {
    const code = systemErrorCode(error);
    if (code === undefined) throw error;
    return code;
  }
}

/** False where there are no such files. */
async function writeUnnamedFile(path: string): Promise<boolean> {
  try {
    const handle = await open(path, UNNAMED_FILE | constants.O_WRONLY, 0o600);
    try {
      await handle.writeFile(SAMPLE);
      await handle.sync();
    } finally {
      await handle.close();
    }
    return true;
  } catch (error) {
    if (CANNOT_MAKE_THEM.has(systemErrorCode(error) ?? '')) return false;
    throw error;
  }
}

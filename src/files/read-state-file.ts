import { constants } from 'node:fs';
import { type FileSystem, nodeFileSystem } from './file-system.ts';

/** Errno names of what is no file that this program wrote: a folder, a link, a socket, a pipe. */
export const NOT_A_FILE: ReadonlySet<string> = new Set(['EISDIR', 'ELOOP', 'ENXIO']);

/** A file of the state directory, as UTF-8. Follows no symbolic link, and waits for nobody at a pipe. Errors are as those of the system. */
export async function readStateFile(
  path: string,
  files: FileSystem = nodeFileSystem,
): Promise<string> {
  const flags = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK;
  const handle = await files.open(path, flags);
  try {
    const stats = await handle.stat();
    if (!stats.isFile() && !stats.isDirectory()) throw noFile();
    return await handle.readFile('utf8');
  } finally {
    await handle.close();
  }
}

/** As the system says it of a socket. */
function noFile(): Error {
  return Object.assign(new Error('ENXIO: no regular file, open'), {
    code: 'ENXIO',
    syscall: 'open',
  });
}

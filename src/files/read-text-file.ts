import { constants } from 'node:fs';
import { type FileSystem, nodeFileSystem } from './file-system.ts';

/** Errno names of opening what is no file that this program wrote: a folder, a link, a socket. */
export const NOT_A_FILE: ReadonlySet<string> = new Set(['EISDIR', 'ELOOP', 'ENXIO']);

/** Follows no symbolic link. Errors are those of the system. */
export async function readTextFile(
  path: string,
  files: FileSystem = nodeFileSystem,
): Promise<string> {
  const handle = await files.open(path, constants.O_RDONLY | constants.O_NOFOLLOW);
  try {
    return await handle.readFile('utf8');
  } finally {
    await handle.close();
  }
}

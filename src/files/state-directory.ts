import { dirname } from 'node:path';
import { checkOwner } from './check-owner.ts';
import { directoryRefusal } from './directory-refusal.ts';
import { syncDirectory } from './durable-write.ts';
import { type FileSystem, systemErrorCode } from './file-system.ts';
import { StateWriteError } from './state-write-error.ts';

/** Sees to it that a directory exists which only this user can enter. */
export async function ensureStateDirectory(files: FileSystem, path: string): Promise<void> {
  try {
    await syncParents(files, path, await makeDirectories(files, path));
    const stats = await files.lstat(path);
    if (checkOwner(path, stats) && (stats.mode & 0o077) !== 0) await files.chmod(path, 0o700);
  } catch (cause) {
    throw translate(path, cause);
  }
}

/** Makes the files there for good that a killed run has put there and not synced. */
export async function settleStateDirectory(files: FileSystem, path: string): Promise<void> {
  try {
    await syncDirectory(files, path);
  } catch (cause) {
    throw translate(path, cause);
  }
}

/** Changes nothing; throws when there is one that is not to be read. */
export async function checkStateDirectory(files: FileSystem, path: string): Promise<void> {
  try {
    checkOwner(path, await files.lstat(path));
  } catch (cause) {
    if (systemErrorCode(cause) !== 'ENOENT') throw translate(path, cause);
  }
}

/**
 * The outermost directory that was made, else the path itself. Node's own `recursive` tries for ever
 * where nothing can be made in a directory that is there, as below a mount point of autofs.
 */
async function makeDirectories(files: FileSystem, path: string): Promise<string> {
  try {
    await makeDirectory(files, path);
    return path;
  } catch (error) {
    if (systemErrorCode(error) !== 'ENOENT' || dirname(path) === path) throw error;
  }
  const outermost = await makeDirectories(files, dirname(path));
  await makeDirectory(files, path);
  return outermost;
}

async function makeDirectory(files: FileSystem, path: string): Promise<void> {
  try {
    await files.mkdir(path, { mode: 0o700 });
  } catch (error) {
    if (systemErrorCode(error) !== 'EEXIST') throw error;
  }
}

/**
 * What is durable in a directory is lost with a directory that is not. An existing one is synced
 * too: the run that made it may have been killed before it came to that.
 */
async function syncParents(files: FileSystem, path: string, outermost: string): Promise<void> {
  for (let each = path; each.length >= outermost.length; each = dirname(each)) {
    try {
      await syncDirectory(files, dirname(each));
    } catch (error) {
      // A parent that we may enter and not read is an operator's choice.
      if (!['EACCES', 'EPERM', 'EROFS'].includes(systemErrorCode(error) ?? '')) throw error;
    }
    if (each === dirname(each)) return;
  }
}

function translate(path: string, cause: unknown): unknown {
  const code = systemErrorCode(cause);
  switch (code) {
    case undefined:
      return cause;
    case 'ENOSPC':
    case 'EDQUOT':
      return new StateWriteError(path, { cause });
    default:
      return directoryRefusal(path, code, cause);
  }
}

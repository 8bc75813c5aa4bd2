import { join } from 'node:path';
import { TEMPORARY_FILE } from './durable-write.ts';
import { type FileSystem, nodeFileSystem, systemErrorCode } from './file-system.ts';
import type { SpoolEntry } from './spool-entry.ts';
import { ensureStateDirectory } from './state-directory.ts';

/**
 * The bodies that have not been acknowledged yet, one file each.
 *
 * The directory is the state: there is no index that could disagree with it.
 */
export type Spool = {
  /** The state directory, in which the folders lie. */
  readonly directory: string;
  readonly files: FileSystem;
  readonly now: () => number;
};

export type SpoolFolder = 'spool' | 'rejected' | 'quarantine';

/** Receipts are written by the same rules as entries and lie beside them. */
export type StateFolder = SpoolFolder | 'receipts';

/** An entry without its body, of which there may be megabytes. */
export type QueuedEntry = Omit<SpoolEntry, 'body'> & { readonly name: string };

export type SpoolOptions = { readonly now: () => number; readonly files?: FileSystem };

export const SPOOL_FOLDERS: readonly SpoolFolder[] = ['spool', 'rejected', 'quarantine'];
const HOUR_MS = 3_600_000;

/** Creates what is missing and sweeps up after killed runs; call it with the lock held. */
export async function openSpool(
  stateDir: string,
  { now, files = nodeFileSystem }: SpoolOptions,
): Promise<Spool> {
  const spool: Spool = { directory: stateDir, files, now };
  await ensureStateDirectory(files, stateDir);
  for (const folder of [...SPOOL_FOLDERS, 'receipts'] as const) {
    await ensureStateDirectory(files, folderPath(spool, folder));
    await sweepTemporaryFiles(spool, folder).catch(ignoreSystemError);
  }
  return spool;
}

export function folderPath(spool: Spool, folder: StateFolder): string {
  return join(spool.directory, folder);
}

export function filePath(spool: Spool, folder: StateFolder, name: string): string {
  return join(spool.directory, folder, name);
}

async function sweepTemporaryFiles(spool: Spool, folder: StateFolder): Promise<void> {
  const names = await spool.files.readdir(folderPath(spool, folder));
  for (const name of names.filter((each) => TEMPORARY_FILE.test(each))) {
    const path = filePath(spool, folder, name);
    const { mtimeMs } = await spool.files.lstat(path);
    // A younger one may belong to a run that does not respect the lock.
    if (spool.now() - mtimeMs > HOUR_MS) await spool.files.unlink(path);
  }
}

// Sweeping can wait for the next run; what the disk refuses now must not cost this one.
function ignoreSystemError(error: unknown): void {
  if (systemErrorCode(error) === undefined) throw error;
}

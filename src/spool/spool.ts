import { join } from 'node:path';
import { type FileSystem, nodeFileSystem } from '../files/file-system.ts';
import { ensureStateDirectory, settleStateDirectory } from '../files/state-directory.ts';
import { sweepTemporaryFiles } from '../files/sweep-temporary-files.ts';
import type { SpoolEntry } from './spool-entry.ts';

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

/** Creates what is missing and sweeps up after killed runs; call it with the lock held. */
export async function openSpool(
  stateDir: string,
  { now, files = nodeFileSystem }: SpoolOptions,
): Promise<Spool> {
  const spool: Spool = { directory: stateDir, files, now };
  await ensureStateDirectory(files, stateDir);
  for (const folder of [...SPOOL_FOLDERS, 'receipts'] as const) {
    await ensureStateDirectory(files, folderPath(spool, folder));
    await sweepTemporaryFiles(files, folderPath(spool, folder), now());
    await settleStateDirectory(files, folderPath(spool, folder));
  }
  return spool;
}

export function folderPath(spool: Spool, folder: StateFolder): string {
  return join(spool.directory, folder);
}

export function filePath(spool: Spool, folder: StateFolder, name: string): string {
  return join(spool.directory, folder, name);
}

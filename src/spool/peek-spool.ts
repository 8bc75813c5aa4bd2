import { nodeFileSystem, systemErrorCode } from '../files/file-system.ts';
import { StateDirectoryError } from '../files/state-directory-error.ts';
import { listNames } from './list-names.ts';
import { readEntry, toQueuedEntry } from './read-entry.ts';
import type { QueuedEntry, Spool, SpoolFolder } from './spool.ts';
import { SpoolEntryError } from './spool-entry-error.ts';

/** What is in a spool, as it is. */
export type SpoolView = {
  /** Oldest first. */
  readonly waiting: readonly QueuedEntry[];
  /** Names of files in the queue that are no entry; the next run moves them to the quarantine. */
  readonly damaged: readonly string[];
  readonly rejected: number;
  readonly quarantined: number;
};

/** Looks without creating, mending or moving anything; another run may be at work meanwhile. */
export async function peekSpool(stateDir: string, now: () => number): Promise<SpoolView> {
  const spool: Spool = { directory: stateDir, files: nodeFileSystem, now };
  const waiting: QueuedEntry[] = [];
  const damaged: string[] = [];
  for (const name of await namesIn(spool, 'spool')) {
    try {
      const entry = await readEntry(spool, 'spool', name);
      if (entry !== undefined) waiting.push(toQueuedEntry(name, entry));
    } catch (error) {
      if (!(error instanceof SpoolEntryError)) throw error;
      damaged.push(name);
    }
  }
  return {
    waiting,
    damaged,
    rejected: (await namesIn(spool, 'rejected')).length,
    quarantined: (await namesIn(spool, 'quarantine')).length,
  };
}

/** A folder that no run has made yet is empty. */
async function namesIn(spool: Spool, folder: SpoolFolder): Promise<readonly string[]> {
  try {
    return await listNames(spool, folder);
  } catch (error) {
    if (!(error instanceof StateDirectoryError)) throw error;
    if (systemErrorCode(error.cause) !== 'ENOENT') throw error;
    return [];
  }
}

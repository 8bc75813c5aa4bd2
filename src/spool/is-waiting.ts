import { listNames } from './list-names.ts';
import { readEntry } from './read-entry.ts';
import type { Spool } from './spool.ts';
import { SpoolEntryError } from './spool-entry-error.ts';

/** Whether a body of this snapshot waits; a damaged file may be one, and is left where it is. */
export async function isWaiting(spool: Spool, snapshotKey: string): Promise<boolean> {
  for (const name of await listNames(spool, 'spool')) {
    try {
      const entry = await readEntry(spool, 'spool', name);
      if (entry?.snapshot === snapshotKey) return true;
    } catch (error) {
      if (!(error instanceof SpoolEntryError)) throw error;
      return true;
    }
  }
  return false;
}

import type { Text } from '../language/message.ts';
import { listNames } from './list-names.ts';
import { quarantineFile } from './quarantine-file.ts';
import { readEntry, toQueuedEntry } from './read-entry.ts';
import type { QueuedEntry, Spool } from './spool.ts';
import { SpoolEntryError } from './spool-entry-error.ts';

export type QuarantinedFile = { readonly name: string; readonly reason: Text };

export type SpoolListing = {
  /** Oldest first: the order in which they are to be sent. */
  readonly entries: readonly QueuedEntry[];
  /** What this listing found to be damaged and has moved away. */
  readonly quarantined: readonly QuarantinedFile[];
};

/** Reads every file of a folder; one damaged file does not hold back the others. */
export async function listEntries(
  spool: Spool,
  folder: 'spool' | 'rejected' = 'spool',
): Promise<SpoolListing> {
  const entries: QueuedEntry[] = [];
  const quarantined: QuarantinedFile[] = [];

  for (const name of await listNames(spool, folder)) {
    try {
      const entry = await readEntry(spool, folder, name);
      if (entry !== undefined) entries.push(toQueuedEntry(name, entry));
    } catch (error) {
      if (!(error instanceof SpoolEntryError)) throw error;
      await quarantineFile(spool, folder, name, error.reason);
      quarantined.push({ name, reason: error.reason });
    }
  }
  return { entries, quarantined };
}

import { billedContents, doCollide } from '../payload/do-collide.ts';
import { listBilledRecords } from '../payload/list-billed-records.ts';
import { listNames } from './list-names.ts';
import { readEntry } from './read-entry.ts';
import type { Snapshot } from './snapshot.ts';
import type { Spool } from './spool.ts';
import { SpoolEntryError } from './spool-entry-error.ts';

/** What waits and bears on an export that is to be queued, by file name. */
export type Rivals = {
  /** Bodies of other exports, e.g. in another zone or mode, that bill its records differently. */
  readonly others: ReadonlySet<string>;
  /** Whether a body of the export itself waits; a damaged file may be one, and is left where it is. */
  readonly isWaiting: boolean;
};

export async function findRivals(
  spool: Spool,
  { key, target, bodies }: Pick<Snapshot, 'key' | 'target' | 'bodies'>,
): Promise<Rivals> {
  const others = new Set<string>();
  const names = await listNames(spool, 'spool');
  if (names.length === 0) return { others, isWaiting: false };

  const contents = billedContents(bodies);
  let isWaiting = false;
  for (const name of names) {
    try {
      const entry = await readEntry(spool, 'spool', name);
      if (entry?.snapshot === key) isWaiting = true;
      else if (entry?.target === target && doCollide(contents, listBilledRecords(entry.body))) {
        others.add(name);
      }
    } catch (error) {
      if (!(error instanceof SpoolEntryError)) throw error;
      isWaiting = true;
    }
  }
  return { others, isWaiting };
}

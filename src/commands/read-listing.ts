import type { SpoolListing } from '../cli/spool-table.ts';
import { listEntries } from '../spool/list-entries.ts';
import { listQuarantine } from '../spool/list-quarantine.ts';
import type { Spool } from '../spool/spool.ts';

/** All that the spool holds, and what it found to be damaged while reading. */
export async function readListing(spool: Spool): Promise<SpoolListing> {
  const waiting = await listEntries(spool);
  const rejected = await listEntries(spool, 'rejected');
  return {
    directory: spool.directory,
    spool: waiting.entries,
    rejected: rejected.entries,
    quarantine: await listQuarantine(spool),
  };
}

import type { FoundFile } from './find-files.ts';
import { moveFile } from './move-file.ts';
import { REASON_SUFFIX } from './quarantine-file.ts';
import { readEntry } from './read-entry.ts';
import { removeFiles } from './remove-files.ts';
import type { Spool } from './spool.ts';

/**
 * Queues a rejected or quarantined entry again, in its old place: what is newer is still
 * sent after it. Throws a SpoolEntryError when it is damaged, and then leaves it there.
 */
export async function restoreEntry(spool: Spool, { folder, name }: FoundFile): Promise<void> {
  if (folder === 'spool') return;

  await readEntry(spool, folder, name);
  await moveFile(spool, name, folder, 'spool');
  await removeFiles(spool, folder, [`${name}${REASON_SUFFIX}`]);
}

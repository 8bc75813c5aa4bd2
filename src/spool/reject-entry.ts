import { listNames } from './list-names.ts';
import { moveFile } from './move-file.ts';
import { removeFiles } from './remove-files.ts';
import type { QueuedEntry, Spool } from './spool.ts';
import { parseFileName } from './spool-file-name.ts';

/** Sets aside a body that the receiver will never take; its last problem is the reason. */
export async function rejectEntry(spool: Spool, { name, id }: QueuedEntry): Promise<void> {
  // Moved, not copied: it has to work on a full disk too.
  await moveFile(spool, name, 'spool', 'rejected');

  // The same content that is refused every hour must not fill the disk.
  const names = await listNames(spool, 'rejected');
  const copies = names.filter((other) => other !== name && parseFileName(other)?.id === id);
  await removeFiles(spool, 'rejected', copies);
}

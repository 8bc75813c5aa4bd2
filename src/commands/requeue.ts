import { CommandLineError } from '../cli/command-line-error.ts';
import { message } from '../language/message.ts';
import { findOverwritten } from '../receipts/find-overwritten.ts';
import { readReceipts } from '../receipts/list-receipts.ts';
import type { Receipt } from '../receipts/receipt.ts';
import type { FoundFile } from '../spool/find-files.ts';
import { readEntry } from '../spool/read-entry.ts';
import { restoreEntry } from '../spool/restore-entry.ts';
import { retargetEntry } from '../spool/retarget-entry.ts';
import type { Spool } from '../spool/spool.ts';
import type { SpoolEntry } from '../spool/spool-entry.ts';

/**
 * Queues entries for a receiver, whatever has become of them and whoever they were meant for.
 * Throws a CommandLineError, and changes nothing, when one is older than what that receiver has.
 */
export async function requeue(
  spool: Spool,
  files: readonly FoundFile[],
  target: string,
): Promise<void> {
  const { receipts } = await readReceipts(spool);
  for (const { folder, name } of files) {
    const entry = await readEntry(spool, folder, name);
    // What waits for this receiver is sent in its turn.
    const isQueued = folder === 'spool' && entry?.target === target;
    if (entry !== undefined && !isQueued) refuseOlder(receipts, entry, target);
  }
  for (const file of files) {
    await restoreEntry(spool, file);
    await retargetEntry(spool, file.name, target);
  }
}

function refuseOlder(receipts: readonly Receipt[], entry: SpoolEntry, target: string): void {
  const at = findOverwritten(receipts, entry, target)
    .flatMap(({ bodies }) => bodies.map((body) => body.accepted_at))
    .toSorted()
    .at(-1);
  if (at !== undefined && at > entry.created_at) {
    const { id, about } = entry;
    throw new CommandLineError(message('spool_older_than_delivered', { id, ...about, at }));
  }
}

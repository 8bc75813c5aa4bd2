import { CommandLineError } from '../cli/command-line-error.ts';
import { message } from '../language/message.ts';
import { findOverwritten } from '../receipts/find-overwritten.ts';
import type { Receipt } from '../receipts/receipt.ts';
import { writeReceipt } from '../receipts/write-receipt.ts';
import type { FoundFile } from '../spool/find-files.ts';
import { readEntry } from '../spool/read-entry.ts';
import { restoreEntry } from '../spool/restore-entry.ts';
import { retargetEntry } from '../spool/retarget-entry.ts';
import type { Spool } from '../spool/spool.ts';

/**
 * Queues entries for a receiver, whatever has become of them and whoever they were meant for.
 * Throws a CommandLineError, and changes nothing, when one is older than what that receiver has.
 */
export async function requeue(
  spool: Spool,
  files: readonly FoundFile[],
  target: string,
): Promise<void> {
  const overwritten: Receipt[] = [];
  for (const file of files) overwritten.push(...(await findRedirected(spool, file, target)));

  // The receipt of a redirected body is kept under its old receiver: these would go on saying "unchanged".
  for (const receipt of overwritten) await writeReceipt(spool, { ...receipt, content: '' });
  for (const file of files) {
    await restoreEntry(spool, file);
    await retargetEntry(spool, file.name, target);
  }
}

async function findRedirected(
  spool: Spool,
  { folder, name }: FoundFile,
  target: string,
): Promise<readonly Receipt[]> {
  const entry = await readEntry(spool, folder, name);
  if (entry === undefined || entry.target === target) return [];

  const overwritten = await findOverwritten(spool, entry, target);
  const at = overwritten
    .flatMap(({ bodies }) => bodies.map((body) => body.accepted_at))
    .toSorted()
    .at(-1);
  if (at !== undefined && at > entry.created_at) {
    const { id, about } = entry;
    throw new CommandLineError(message('spool_older_than_delivered', { id, ...about, at }));
  }
  return overwritten;
}

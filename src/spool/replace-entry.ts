import { writeDurably } from '../files/durable-write.ts';
import { removeFiles } from './remove-files.ts';
import type { SnapshotBody } from './snapshot.ts';
import { filePath, type QueuedEntry, type Spool } from './spool.ts';
import { formatEntry, measureBody, type SpoolEntry } from './spool-entry.ts';
import { partFileNames } from './spool-file-name.ts';

/** Puts the parts of a body that had to be divided in its place, durably, in this order. */
export async function replaceEntry(
  spool: Spool,
  whole: QueuedEntry,
  parts: readonly SnapshotBody[],
): Promise<readonly QueuedEntry[]> {
  const names = partFileNames(
    whole.name,
    parts.map(({ id }) => id),
  );
  const { name: wholeName, last_attempt_at: _at, last_error: _error, ...head } = whole;
  const part = {
    of: whole.part?.of ?? whole.id,
    share: (whole.part?.share ?? 1) / parts.length,
  };
  const queued: QueuedEntry[] = [];
  for (const [index, { id, body }] of parts.entries()) {
    const name = names[index] ?? '';
    const divided = { ...head, id, part, ...measureBody(body), attempts: 0 };
    const entry: SpoolEntry = { ...divided, body };
    await writeDurably(filePath(spool, 'spool', name), formatEntry(entry), spool.files);
    queued.push({ ...divided, name });
  }
  await removeFiles(spool, 'spool', [wholeName]);
  return queued;
}

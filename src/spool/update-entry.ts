import { writeDurably } from '../files/durable-write.ts';
import { sayInEnglish } from '../language/say.ts';
import { readEntry, toQueuedEntry } from './read-entry.ts';
import { filePath, type QueuedEntry, type Spool } from './spool.ts';
import { type EntryProblem, formatEntry, type SpoolEntry } from './spool-entry.ts';

/** Notes that the body is about to be posted, before it is. */
export function markAttempt(spool: Spool, entry: QueuedEntry): Promise<QueuedEntry> {
  return updateEntry(spool, entry, {
    attempts: entry.attempts + 1,
    last_attempt_at: new Date(spool.now()).toISOString(),
  });
}

/** Notes why the body is still here; `attempts` counts all of them. */
export function recordProblem(
  spool: Spool,
  entry: QueuedEntry,
  { code, message }: EntryProblem,
  attempts: number,
): Promise<QueuedEntry> {
  const last_error = { code, message: sayInEnglish(message) };
  return updateEntry(spool, entry, { attempts, last_error });
}

/** Makes a body that stays a body of the export that has just been queued. */
export async function adoptEntry(
  spool: Spool,
  entry: QueuedEntry,
  exported: NonNullable<SpoolEntry['export']>,
): Promise<void> {
  const isKnown =
    entry.export?.content === exported.content && entry.export.provisional === exported.provisional;
  if (!isKnown) await updateEntry(spool, entry, { export: exported });
}

async function updateEntry(
  spool: Spool,
  queued: QueuedEntry,
  changes: Partial<SpoolEntry>,
): Promise<QueuedEntry> {
  const entry = await readEntry(spool, 'spool', queued.name);
  if (entry === undefined) return queued;

  const updated: SpoolEntry = { ...entry, ...changes };
  await writeDurably(filePath(spool, 'spool', queued.name), formatEntry(updated), spool.files);
  return toQueuedEntry(queued.name, updated);
}

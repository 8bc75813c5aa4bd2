import { message } from '../language/message.ts';
import { readText } from './read-text.ts';
import type { QueuedEntry, Spool, SpoolFolder } from './spool.ts';
import { parseEntry, type SpoolEntry } from './spool-entry.ts';
import { SpoolEntryError } from './spool-entry-error.ts';
import { parseFileName } from './spool-file-name.ts';

/** Reads and verifies one file; undefined when it has gone. */
export async function readEntry(
  spool: Spool,
  folder: SpoolFolder,
  name: string,
): Promise<SpoolEntry | undefined> {
  const id = parseFileName(name)?.id;
  if (id === undefined) throw new SpoolEntryError(name, message('damage_name'));

  const text = await readText(spool, folder, name);
  if (text === undefined) return undefined;

  const entry = parseEntry(name, text);
  if (entry.id !== id) throw new SpoolEntryError(name, message('damage_other_id'));
  return entry;
}

export function toQueuedEntry(name: string, { body: _body, ...head }: SpoolEntry): QueuedEntry {
  return { ...head, name };
}

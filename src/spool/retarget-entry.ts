import { writeDurably } from '../files/durable-write.ts';
import { redirectedKey } from '../payload/idempotency-key.ts';
import { readEntry } from './read-entry.ts';
import { filePath, type Spool } from './spool.ts';
import { formatEntry } from './spool-entry.ts';

/** Addresses a waiting entry to another receiver: the one that was configured wrongly before. */
export async function retargetEntry(spool: Spool, name: string, target: string): Promise<void> {
  const entry = await readEntry(spool, 'spool', name);
  if (entry === undefined || entry.target === target) return;

  const path = filePath(spool, 'spool', name);
  const { snapshot, export: exported } = entry;
  const redirected = {
    ...entry,
    target,
    snapshot: redirectedKey(snapshot, target),
    ...(exported && { export: { ...exported, series: redirectedKey(exported.series, target) } }),
  };
  await writeDurably(path, formatEntry(redirected), spool.files);
}

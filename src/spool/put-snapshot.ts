import { writeDurably } from '../files/durable-write.ts';
import { settleStateDirectory } from '../files/state-directory.ts';
import { contentKey, stateKeyOver } from '../payload/idempotency-key.ts';
import { checkFreeSpace } from './check-free-space.ts';
import { checkLimits, DEFAULT_LIMITS, type SpoolLimits } from './check-limits.ts';
import { findRivals, type Rivals } from './find-rivals.ts';
import { listEntries, type QuarantinedFile } from './list-entries.ts';
import { type PutPlan, planPut } from './plan-put.ts';
import { removeFiles } from './remove-files.ts';
import type { Snapshot, SnapshotBody } from './snapshot.ts';
import { filePath, folderPath, type QueuedEntry, type Spool } from './spool.ts';
import { formatEntry, measureBody, requestKey, type SpoolEntry } from './spool-entry.ts';
import { adoptEntry } from './update-entry.ts';

export type PutResult = {
  readonly written: number;
  /** Bodies that were waiting already, with the same content. */
  readonly kept: number;
  /** Older bodies of the same snapshot key that the new ones made needless. */
  readonly superseded: number;
  readonly quarantined: readonly QuarantinedFile[];
};

/**
 * Queues an export. Older bodies go only when every new one is durable; when one cannot
 * be written, a StateWriteError is thrown and the queue is as it was. A SpoolFullError says that
 * too much waits already; nothing is thrown away to make room.
 */
export async function putSnapshot(
  spool: Spool,
  snapshot: Snapshot,
  limits: SpoolLimits = DEFAULT_LIMITS,
): Promise<PutResult> {
  const waiting = await listEntries(spool);
  const rejected = await listEntries(spool, 'rejected');
  const nowMs = spool.now();
  const { others } = await findRivals(spool, snapshot);
  const plan = planPut(waiting.entries, rejected.entries, snapshot, others, nowMs);
  checkLimits(waiting.entries, plan, snapshot, nowMs, limits);
  await checkFreeSpace(spool, sumBytes(plan));

  const after = stateOver(waiting.entries, snapshot, others);
  const written: string[] = [];
  try {
    for (const { name, body, previous } of plan.write) {
      const entry = { ...newEntry({ ...snapshot, after }, body, nowMs), ...attemptsOf(previous) };
      written.push(name); // it may be there, and not for good, where writing fails
      await writeDurably(filePath(spool, 'spool', name), formatEntry(entry), spool.files);
    }
    // So may be what is kept, after a write of this run that failed and could not be undone.
    if (written.length === 0) await settleStateDirectory(spool.files, folderPath(spool, 'spool'));
    for (const entry of plan.keep) await adoptEntry(spool, entry, exportOf(snapshot));
  } catch (error) {
    // Half an export would be sent without harm, but it is not what was asked for.
    await removeFiles(spool, 'spool', written).catch(() => undefined);
    throw error;
  }

  await removeFiles(spool, 'spool', plan.remove.map(nameOf));
  await removeFiles(spool, 'rejected', plan.forget.map(nameOf));
  return {
    written: written.length,
    kept: plan.keep.length,
    superseded: plan.remove.length,
    quarantined: [...waiting.quarantined, ...rejected.quarantined],
  };
}

function sumBytes({ write }: PutPlan): number {
  return write.reduce((sum, { body }) => sum + Buffer.byteLength(body.body), 0);
}

/** Whatever waits may have reached the receiver, although its answer has not come back. */
function stateOver(
  waiting: readonly QueuedEntry[],
  { key, after, bodies }: Snapshot,
  rivals: Rivals['others'],
) {
  const ids = new Set(bodies.map(({ id }) => id));
  const others = waiting.filter(
    ({ name, snapshot, id }) => rivals.has(name) || (snapshot === key && !ids.has(id)),
  );
  return others.length === 0 ? after : stateKeyOver(after, others.map(requestKey));
}

function exportOf(snapshot: Snapshot): NonNullable<SpoolEntry['export']> {
  const { series, provisional, bodies, totals } = snapshot;
  const content = contentKey(bodies.map(({ id }) => id));
  return { series, content, bodies: bodies.length, provisional, totals };
}

function nameOf({ name }: { readonly name: string }): string {
  return name;
}

function newEntry(snapshot: Snapshot, { id, body }: SnapshotBody, nowMs: number): SpoolEntry {
  return {
    v: 1,
    id,
    ...(snapshot.after !== undefined && { after: snapshot.after }),
    snapshot: snapshot.key,
    complete: snapshot.complete,
    about: snapshot.about,
    export: exportOf(snapshot),
    created_at: new Date(nowMs).toISOString(),
    target: snapshot.target,
    ...measureBody(body),
    attempts: 0,
    body,
  };
}

// The receiver may hold what was posted under this key, whichever file it was in.
function attemptsOf(previous: Partial<SpoolEntry> | undefined) {
  const { attempts, last_attempt_at, last_error } = previous ?? {};
  return {
    ...(attempts !== undefined && { attempts }),
    ...(last_attempt_at !== undefined && { last_attempt_at }),
    ...(last_error !== undefined && { last_error }),
  };
}

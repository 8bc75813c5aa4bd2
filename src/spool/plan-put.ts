import type { Rivals } from './find-rivals.ts';
import type { Snapshot, SnapshotBody } from './snapshot.ts';
import type { QueuedEntry } from './spool.ts';
import { nextFileNames } from './spool-file-name.ts';

export type PutPlan = {
  readonly keep: readonly QueuedEntry[];
  readonly write: readonly PlannedWrite[];
  /** Only to be removed when everything to write is durable. */
  readonly remove: readonly QueuedEntry[];
  /** Rejected bodies whose content is queued once more. */
  readonly forget: readonly QueuedEntry[];
};

export type PlannedWrite = {
  readonly name: string;
  readonly body: SnapshotBody;
  /** The entry with the same content that this one takes the place of. */
  readonly previous: QueuedEntry | undefined;
};

/**
 * What putting a snapshot into a queue means; `entries` are in sending order, and the others of the
 * `rivals` among them.
 */
export function planPut(
  entries: readonly QueuedEntry[],
  rejected: readonly QueuedEntry[],
  snapshot: Snapshot,
  rivals: Rivals['others'],
  nowMs: number,
): PutPlan {
  const older = entries.filter((entry) => entry.snapshot === snapshot.key);
  const ids = new Set(snapshot.bodies.map(({ id }) => id));
  // What is sent before them would be overwritten at the receiver.
  const isForeign = ({ name, snapshot: key, id }: QueuedEntry) =>
    rivals.has(name) || (!snapshot.complete && key === snapshot.key && !ids.has(id));
  const lastForeign = entries.findLast(isForeign)?.name;

  const keep: QueuedEntry[] = [];
  const rewrite: Omit<PlannedWrite, 'name'>[] = [];
  for (const body of snapshot.bodies) {
    const previous = older.findLast(({ id }) => id === body.id);
    const canStay =
      previous !== undefined &&
      previous.complete === snapshot.complete &&
      (lastForeign === undefined || previous.name > lastForeign);
    if (canStay) keep.push(previous);
    else rewrite.push({ body, previous });
  }

  const names = nextFileNames(
    entries.map(({ name }) => name),
    nowMs,
    rewrite.map(({ body }) => body.id),
  );
  const write = rewrite.map((each, index): PlannedWrite => ({ ...each, name: names[index] ?? '' }));
  const isReplaced = (entry: QueuedEntry) => snapshot.complete || ids.has(entry.id);
  return {
    keep,
    write,
    remove: older.filter((entry) => !keep.includes(entry) && isReplaced(entry)),
    forget: rejected.filter((entry) => entry.snapshot === snapshot.key && isReplaced(entry)),
  };
}

import { message } from '../language/message.ts';
import { DAY_MS } from '../period/day-ms.ts';
import type { PutPlan } from './plan-put.ts';
import type { Snapshot } from './snapshot.ts';
import type { QueuedEntry } from './spool.ts';
import { SpoolFullError } from './spool-full-error.ts';

export type SpoolLimits = {
  readonly entries: number;
  readonly bytes: number;
  /** How long a body may wait before the queue takes no other period. */
  readonly ageMs: number;
};

export const DEFAULT_LIMITS: SpoolLimits = {
  entries: 1000,
  bytes: 512_000_000,
  ageMs: 90 * DAY_MS,
};

/**
 * Refuses what would grow the queue beyond its limits, with a SpoolFullError. A newer state of
 * what waits already is taken all the same unless it is larger: it makes nothing worse.
 */
export function checkLimits(
  entries: readonly QueuedEntry[],
  plan: PutPlan,
  snapshot: Snapshot,
  nowMs: number,
  limits: SpoolLimits,
): void {
  const moreEntries = plan.write.length - plan.remove.length;
  if (moreEntries > 0 && entries.length + moreEntries > limits.entries) {
    throw new SpoolFullError(
      message('spool_too_many', { entries: entries.length, limit: limits.entries }),
    );
  }

  const bytes = sum(entries);
  const moreBytes =
    plan.write.reduce((total, { body }) => total + Buffer.byteLength(body.body), 0) -
    sum(plan.remove);
  if (moreBytes > 0 && bytes + moreBytes > limits.bytes) {
    throw new SpoolFullError(message('spool_too_large', { bytes, limit: limits.bytes }));
  }

  // What was left for another receiver waits for a decision, and does not hold this one up.
  const queue = entries.filter(({ target }) => target === snapshot.target);
  if (queue.some((entry) => entry.snapshot === snapshot.key)) return;
  const oldest = queue.find((entry) => nowMs - Date.parse(entry.created_at) > limits.ageMs);
  if (oldest !== undefined) {
    const days = Math.floor((nowMs - Date.parse(oldest.created_at)) / DAY_MS);
    const { id, about } = oldest;
    throw new SpoolFullError(message('spool_too_old', { id, period: about.period, days }));
  }
}

function sum(entries: readonly QueuedEntry[]): number {
  return entries.reduce((total, { bytes }) => total + bytes, 0);
}

import { DAY_MS } from '../period/day-ms.ts';
import type { PutPlan } from './plan-put.ts';
import type { Snapshot } from './put-snapshot.ts';
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

const CURE =
  'make the receiver reachable, or look at dify-usage spool list and remove with spool rm';

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
      `The spool holds ${entries.length} of at most ${limits.entries} bodies: ${CURE}`,
    );
  }

  const bytes = sum(entries);
  const moreBytes =
    plan.write.reduce((total, { body }) => total + Buffer.byteLength(body.body), 0) -
    sum(plan.remove);
  if (moreBytes > 0 && bytes + moreBytes > limits.bytes) {
    throw new SpoolFullError(`The spool holds ${bytes} of at most ${limits.bytes} bytes: ${CURE}`);
  }

  // What was left for another receiver waits for a decision, and does not hold this one up.
  const queue = entries.filter(({ target }) => target === snapshot.target);
  if (queue.some((entry) => entry.snapshot === snapshot.key)) return;
  const oldest = queue.find((entry) => nowMs - Date.parse(entry.created_at) > limits.ageMs);
  if (oldest !== undefined) {
    const days = Math.floor((nowMs - Date.parse(oldest.created_at)) / DAY_MS);
    throw new SpoolFullError(
      `The body ${oldest.id} of ${oldest.about.period} waits in the spool for ${days} days: ${CURE}`,
    );
  }
}

function sum(entries: readonly QueuedEntry[]): number {
  return entries.reduce((total, { bytes }) => total + bytes, 0);
}

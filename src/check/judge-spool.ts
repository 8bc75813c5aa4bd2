import { ExitCode } from '../cli/exit-code.ts';
import { safeText } from '../cli/safe-text.ts';
import { DEFAULT_LIMITS } from '../spool/check-limits.ts';
import type { SpoolView } from '../spool/peek-spool.ts';
import type { QueuedEntry } from '../spool/spool.ts';
import { type Finding, failed, warning } from './hop.ts';

const HOUR_MS = 3_600_000;

/** Nothing where the spool is empty; without a `target` all that waits is of the receiver. */
export function judgeSpool(
  view: SpoolView,
  target: string | undefined,
  nowMs: number,
): readonly Finding[] {
  const { waiting } = view;
  const mine = waiting.filter((entry) => target === undefined || entry.target === target);
  return [
    ...queue(mine, nowMs),
    ...limits(waiting, mine, nowMs),
    ...others(waiting.length - mine.length),
    ...leftovers(view),
  ];
}

function queue([oldest, ...others]: readonly QueuedEntry[], nowMs: number): Finding[] {
  if (oldest === undefined) return [];
  const age = formatAge(ageOf(oldest, nowMs));
  const error = oldest.last_error === undefined ? '' : `; ${safeText(oldest.last_error.message)}`;
  const found = `${1 + others.length} wait(s), the oldest of ${safeText(oldest.about.period, 60)} for ${age}${error}`;
  const cure = 'The next export sends them; make the receiver reachable, or look at spool list.';
  return [warning('spool_waiting', found, cure)];
}

/** The size is that of the whole spool, the patience that of each receiver. */
function limits(
  waiting: readonly QueuedEntry[],
  mine: readonly QueuedEntry[],
  nowMs: number,
): Finding[] {
  const { entries, bytes, ageMs } = DEFAULT_LIMITS;
  const used = waiting.reduce((sum, entry) => sum + entry.bytes, 0);
  const reasons = [
    waiting.length >= entries ? `it holds ${waiting.length} of at most ${entries} bodies` : [],
    used >= bytes ? `it holds ${used} of at most ${bytes} bytes` : [],
    mine.some((entry) => ageOf(entry, nowMs) > ageMs)
      ? `a body has waited for more than ${formatAge(ageMs)}`
      : [],
  ].flat();
  if (reasons.length === 0) return [];
  return [
    failed(
      ExitCode.cannotSpool,
      'spool_full',
      `it takes no more: ${reasons.join(', ')}`,
      'Make the receiver reachable, or look at dify-usage spool list and remove with spool rm.',
    ),
  ];
}

function ageOf({ created_at: createdAt }: QueuedEntry, nowMs: number): number {
  return nowMs - Date.parse(createdAt);
}

function others(count: number): Finding[] {
  if (count === 0) return [];
  return [
    warning(
      'spool_other_receiver',
      `${count} wait(s) for another receiver than the configured one`,
      'Send them to this one with dify-usage spool retry ID, or remove them with spool rm ID.',
    ),
  ];
}

function leftovers({ damaged, rejected, quarantined }: SpoolView): Finding[] {
  const findings: Finding[] = [];
  if (rejected > 0) {
    findings.push(
      warning(
        'spool_rejected',
        `${rejected} that the receiver has refused for good`,
        'See why with dify-usage spool list; send them again with spool retry ID, or remove them.',
      ),
    );
  }
  if (damaged.length + quarantined > 0) {
    findings.push(
      warning(
        'spool_damaged',
        `${damaged.length + quarantined} damaged file(s), which cannot be sent`,
        'See why with dify-usage spool list, export their periods again with --force, then remove them.',
      ),
    );
  }
  return findings;
}

function formatAge(ms: number): string {
  const hours = Math.max(0, Math.floor(ms / HOUR_MS));
  return hours < 48 ? `${hours} h` : `${Math.floor(hours / 24)} days`;
}

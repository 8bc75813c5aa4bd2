import { ExitCode } from '../exit-code.ts';
import { type Message, message } from '../language/message.ts';
import { DEFAULT_LIMITS } from '../spool/check-limits.ts';
import type { SpoolView } from '../spool/peek-spool.ts';
import type { QueuedEntry } from '../spool/spool.ts';
import { safeText } from '../text/safe-text.ts';
import { type Finding, failed, warning } from './hop.ts';

const MINUTE_MS = 60_000;

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
  const what = { count: 1 + others.length, period: safeText(oldest.about.period, 60), age };
  const error = oldest.last_error;
  const found =
    error === undefined
      ? message('check_spool_waiting', what)
      : message('check_spool_waiting_after', { ...what, error: safeText(error.message) });
  const cure = message('check_spool_waiting_cure');
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
    waiting.length >= entries
      ? message('check_spool_many', { count: waiting.length, limit: entries })
      : [],
    used >= bytes ? message('check_spool_large', { bytes: used, limit: bytes }) : [],
    mine.some((entry) => ageOf(entry, nowMs) > ageMs)
      ? message('check_spool_old', { age: formatAge(ageMs) })
      : [],
  ].flat();
  if (reasons.length === 0) return [];
  return [
    failed(
      ExitCode.cannotSpool,
      'spool_full',
      message('check_spool_full', { reasons }),
      message('check_spool_full_cure'),
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
      message('check_spool_other', { count }),
      message('check_spool_other_cure'),
    ),
  ];
}

function leftovers({ damaged, rejected, quarantined }: SpoolView): Finding[] {
  const findings: Finding[] = [];
  if (rejected > 0) {
    findings.push(
      warning(
        'spool_rejected',
        message('check_spool_rejected', { count: rejected }),
        message('check_spool_rejected_cure'),
      ),
    );
  }
  const count = damaged.length + quarantined;
  if (count > 0) {
    const found = message('check_spool_damaged', { count });
    const what = ['spool_damaged', found, message('check_spool_damaged_cure')] as const;
    // The next export moves it to the quarantine, and says once that a bill may be lost.
    findings.push(damaged.length > 0 ? failed(ExitCode.cannotSpool, ...what) : warning(...what));
  }
  return findings;
}

function formatAge(ms: number): Message {
  const minutes = Math.max(0, Math.floor(ms / MINUTE_MS));
  if (minutes < 60) return message('check_minutes', { count: minutes });
  const hours = Math.floor(minutes / 60);
  return hours < 48
    ? message('check_hours', { count: hours })
    : message('check_days', { count: Math.floor(hours / 24) });
}

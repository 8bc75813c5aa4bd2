import { ExitCode } from '../cli/exit-code.ts';
import { safeText } from '../cli/safe-text.ts';
import { StateDirectoryError } from '../files/state-directory-error.ts';
import { DEFAULT_LIMITS } from '../spool/check-limits.ts';
import { peekSpool, type SpoolView } from '../spool/peek-spool.ts';
import { type Finding, failed, type HopResult, ok, warning } from './hop.ts';

const HOUR_MS = 3_600_000;

/** What waits, since when, and what a person has to decide about. */
export async function checkSpool(
  stateDir: string,
  target: string | undefined,
  now: () => number,
): Promise<HopResult<undefined>> {
  try {
    const view = await peekSpool(stateDir, now);
    const findings = [...queue(view, target, now()), ...others(view, target), ...leftovers(view)];
    return { findings: findings.length > 0 ? findings : [ok('empty')] };
  } catch (error) {
    if (!(error instanceof StateDirectoryError)) throw error;
    const cure = 'Give the state directory to the user that runs the export.';
    const found = safeText(error.message, 400);
    return { findings: [failed(ExitCode.cannotSpool, 'spool_unreadable', found, cure)] };
  }
}

function queue({ waiting }: SpoolView, target: string | undefined, now: number): Finding[] {
  const mine = waiting.filter((entry) => target === undefined || entry.target === target);
  const [oldest] = mine;
  if (oldest === undefined) return [];
  const ageMs = now - Date.parse(oldest.created_at);
  const bytes = waiting.reduce((sum, entry) => sum + entry.bytes, 0);
  const error = oldest.last_error === undefined ? '' : `; ${safeText(oldest.last_error.message)}`;
  const found = `${mine.length} wait(s), the oldest of ${safeText(oldest.about.period, 60)} for ${formatAge(ageMs)}${error}`;
  const isFull =
    waiting.length >= DEFAULT_LIMITS.entries ||
    bytes >= DEFAULT_LIMITS.bytes ||
    ageMs > DEFAULT_LIMITS.ageMs;
  const cure = 'The next export sends them; make the receiver reachable, or look at spool list.';
  return [
    isFull
      ? failed(ExitCode.cannotSpool, 'spool_full', `${found}: it takes no more`, cure)
      : warning('spool_waiting', found, cure),
  ];
}

function others({ waiting }: SpoolView, target: string | undefined): Finding[] {
  const count = waiting.filter((entry) => target !== undefined && entry.target !== target).length;
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

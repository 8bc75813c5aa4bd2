import { formatDistanceStrict } from 'date-fns/formatDistanceStrict';
import { type Message, message, type Text } from '../language/message.ts';
import type { Say } from '../language/say.ts';
import type { QuarantinedFile } from '../spool/list-entries.ts';
import type { QueuedEntry } from '../spool/spool.ts';
import { safeText } from '../text/safe-text.ts';
import { durationWords } from './duration-words.ts';

export type SpoolListing = {
  /** The state directory, since that of another user or of other settings is another spool. */
  readonly directory: string;
  readonly spool: readonly QueuedEntry[];
  readonly rejected: readonly QueuedEntry[];
  readonly quarantine: readonly QuarantinedFile[];
};

/** What waits, what was refused and what is damaged, for a person. */
export function formatSpoolTable(listing: SpoolListing, now: number, say: Say): string {
  const { directory, spool, rejected, quarantine } = listing;
  if (spool.length + rejected.length + quarantine.length === 0) {
    return `${say(message('spool_empty', { directory: safeText(directory) }))}\n`;
  }

  const lines: Text[] = [
    ...section('spool_waiting', spool, now, say),
    ...section('spool_rejected', rejected, now, say),
    ...(quarantine.length === 0 ? [] : [message('spool_damaged')]),
    ...quarantine.map(
      ({ name, reason }) => `  ${safeText(name, 120)}  ${safeText(say(reason), 200)}`,
    ),
  ];
  return `${lines.map(say).join('\n')}\n`;
}

function section(
  title: 'spool_waiting' | 'spool_rejected',
  entries: readonly QueuedEntry[],
  now: number,
  say: Say,
): Message[] {
  if (entries.length === 0) return [];
  return [message(title), ...entries.map((entry) => describe(entry, now, say))];
}

/** What was wrong the last time is told as the run of then has stored it. */
function describe(entry: QueuedEntry, now: number, say: Say): Message {
  const { id, about, bytes, attempts, created_at, last_error } = entry;
  const { period, mode } = about;
  const locale = durationWords(say);
  const age = formatDistanceStrict(Date.parse(created_at), now, { locale });
  const values = { id, period, mode, bytes, age, attempts };
  return last_error === undefined
    ? message('spool_entry', values)
    : message('spool_failed_entry', { ...values, error: safeText(last_error.message, 120) });
}

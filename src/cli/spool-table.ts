import { formatDistanceStrict } from 'date-fns/formatDistanceStrict';
import type { QuarantinedFile } from '../spool/list-entries.ts';
import type { QueuedEntry } from '../spool/spool.ts';
import { safeText } from './safe-text.ts';

export type SpoolListing = {
  readonly spool: readonly QueuedEntry[];
  readonly rejected: readonly QueuedEntry[];
  readonly quarantine: readonly QuarantinedFile[];
};

/** What waits, what was refused and what is damaged, for a person. */
export function formatSpoolTable(listing: SpoolListing, now: number): string {
  const { spool, rejected, quarantine } = listing;
  if (spool.length + rejected.length + quarantine.length === 0) return 'The spool is empty.\n';

  const lines = [
    ...section('Waiting, oldest first:', spool, now),
    ...section('Rejected by the receiver:', rejected, now),
    ...(quarantine.length === 0 ? [] : ['Damaged, in quarantine/:']),
    ...quarantine.map(({ name, reason }) => `  ${safeText(name, 120)}  ${safeText(reason, 200)}`),
  ];
  return `${lines.join('\n')}\n`;
}

function section(title: string, entries: readonly QueuedEntry[], now: number): string[] {
  if (entries.length === 0) return [];
  return [title, ...entries.map((entry) => `  ${describe(entry, now)}`)];
}

function describe(entry: QueuedEntry, now: number): string {
  const { id, about, bytes, attempts, created_at, last_error } = entry;
  const age = formatDistanceStrict(Date.parse(created_at), now);
  const error = last_error === undefined ? '' : `, last: ${safeText(last_error.message, 120)}`;
  return `${id}  ${about.period} ${about.mode}  ${bytes} bytes, ${age} old, ${attempts} attempt(s)${error}`;
}

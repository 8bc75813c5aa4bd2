import type { Period } from './period.ts';

/** `fetch_period` of the external API: the first instant and the last millisecond, in UTC. */
export function toFetchPeriod({ start, end }: Period): {
  readonly start: string;
  readonly end: string;
} {
  return { start: new Date(start).toISOString(), end: new Date(end - 1).toISOString() };
}

const SECONDS = /^\d{1,9}$/;
const HTTP_DATE = /^(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)/;

/**
 * Milliseconds to wait from `nowMs` on, or undefined when the header says nothing usable.
 *
 * RFC 9110 §10.2.3 allows seconds or an HTTP-date. `Date.parse` alone would take
 * `-1`, `1.5` or `2026-10-21` for a date as well. For a date `nowMs` should be the
 * server's own `Date`, so that a clock that is wrong here does not change the wait.
 */
export function parseRetryAfter(value: string | undefined, nowMs: number): number | undefined {
  const text = value?.trim() ?? '';
  if (SECONDS.test(text)) return Number(text) * 1000;
  if (!HTTP_DATE.test(text)) return undefined;

  const at = Date.parse(text);
  return Number.isNaN(at) ? undefined : Math.max(0, at - nowMs);
}

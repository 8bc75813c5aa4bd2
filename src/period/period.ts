/** Milliseconds since 1970-01-01T00:00:00Z. */
export type Instant = number;

/** A half-open stretch of time, `[start, end)`, and the IANA zone its days are cut in. */
export type Period = {
  readonly start: Instant;
  readonly end: Instant;
  readonly timeZone: string;
};

export const aggregations = ['monthly', 'weekly', 'daily'] as const;

export type Aggregation = (typeof aggregations)[number];

/**
 * One month, ISO week or day of a period, half-open.
 *
 * `label` is what the receiver knows it by: `2026-10`, `2026-W44` or `2026-10-31`.
 */
export type Bucket = {
  readonly label: string;
  readonly start: Instant;
  readonly end: Instant;
};

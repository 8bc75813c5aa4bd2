/** Periods whose dates depend on the day and the zone. */
export const relativePeriods = [
  'today',
  'yesterday',
  'current_week',
  'last_week',
  'current_month',
  'last_month',
] as const;

export type RelativePeriod = (typeof relativePeriods)[number];

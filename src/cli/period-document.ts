import type { ResolvedPeriod } from '../period/resolve-period.ts';

type PeriodZone = { readonly timeZone: string; readonly isAccountTimeZone: boolean };

/** The period as part of a JSON document, and the zone that it is cut in. */
export function toPeriodDocument(
  { nominal, collected, widened }: ResolvedPeriod,
  { timeZone, isAccountTimeZone }: PeriodZone,
) {
  return {
    nominal,
    start: new Date(collected.start).toISOString(),
    end: new Date(collected.end).toISOString(),
    time_zone: timeZone,
    time_zone_from: isAccountTimeZone ? 'dify_account' : 'configuration',
    widened,
  };
}

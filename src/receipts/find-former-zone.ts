import { latestReceipt, type Receipt } from './receipt.ts';

/**
 * The zone in which the latest delivery of these exports was cut, when it was another than now.
 *
 * `seriesIn` gives the key that their series has in a zone.
 */
export function findFormerZone(
  receipts: readonly Receipt[],
  timeZone: string,
  seriesIn: (timeZone: string) => string,
): string | undefined {
  const ofSeries = receipts.filter(({ series, about }) => series === seriesIn(about.time_zone));
  const former = latestReceipt(ofSeries)?.about.time_zone;
  return former === timeZone ? undefined : former;
}

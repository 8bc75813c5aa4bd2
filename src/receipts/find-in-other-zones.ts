import type { SpoolEntryAbout } from '../spool/spool-entry.ts';
import { lastChangeAt, type Receipt } from './receipt.ts';

/**
 * Deliveries of the same period cut in other zones that came after this one's own. A zone is no
 * part of a record, so that they have overwritten it.
 *
 * `seriesIn` gives the key that the series of the export has in a zone.
 */
export function findInOtherZones(
  receipts: readonly Receipt[],
  { period, time_zone: timeZone }: SpoolEntryAbout,
  own: Receipt | undefined,
  seriesIn: (timeZone: string) => string,
): readonly Receipt[] {
  const since = own === undefined ? '' : lastChangeAt(own);
  return receipts.filter(
    (receipt) =>
      receipt.about.period === period &&
      receipt.about.time_zone !== timeZone &&
      receipt.series === seriesIn(receipt.about.time_zone) &&
      lastChangeAt(receipt) > since,
  );
}

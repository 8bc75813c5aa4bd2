import type { Spool } from '../spool/spool.ts';
import { readReceipts } from './list-receipts.ts';
import { lastChangeAt } from './receipt.ts';

/**
 * The zone in which the latest delivery of these exports was cut, when it was another than now.
 *
 * `seriesIn` gives the key that their series has in a zone.
 */
export async function findFormerZone(
  spool: Spool,
  timeZone: string,
  seriesIn: (timeZone: string) => string,
): Promise<string | undefined> {
  const { receipts } = await readReceipts(spool);
  const latest = receipts
    .filter(({ series, about }) => series === seriesIn(about.time_zone))
    .toSorted((one, other) => (lastChangeAt(one) < lastChangeAt(other) ? -1 : 1))
    .at(-1);
  const former = latest?.about.time_zone;
  return former === timeZone ? undefined : former;
}

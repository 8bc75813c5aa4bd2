import type { ExportTotals } from '../spool/spool-entry.ts';
import type { Amount } from '../usage/amounts.ts';
import { parseUnits } from '../usage/money.ts';

/** What the later totals are more or less than the earlier ones, where they differ. */
export function compareTotals(earlier: ExportTotals, later: ExportTotals): Amount[] {
  const changes = new Map<string, Amount>();
  const add = (totals: ExportTotals, sign: 1 | -1) => {
    for (const { period: bucket, currency, tokens, price } of totals) {
      const key = JSON.stringify([bucket, currency]);
      const change = changes.get(key) ?? { bucket, currency, tokens: 0, units: 0n };
      changes.set(key, {
        ...change,
        tokens: change.tokens + sign * tokens,
        units: change.units + BigInt(sign) * parseUnits(price),
      });
    }
  };
  add(later, 1);
  add(earlier, -1);
  return [...changes]
    .sort(([left], [right]) => (left < right ? -1 : 1))
    .map(([, change]) => change)
    .filter(({ tokens, units }) => tokens !== 0 || units !== 0n);
}

import { expect, it } from 'vitest';
import { compareTotals } from '../../src/receipts/compare-totals.ts';

const total = (period: string, currency: string, tokens: number, price: string) => ({
  period,
  currency,
  tokens,
  price,
});

it('says what is more and what is less, per period and currency, and nothing that is equal', () => {
  const earlier = [
    total('2026-10-01', 'USD', 10, '0.0000003'),
    total('2026-10-02', 'CNY', 5, '1.0000000'),
    total('2026-10-03', 'USD', 7, '0.5000000'),
  ];
  const later = [
    total('2026-10-01', 'USD', 15, '0.0000001'),
    total('2026-10-03', 'USD', 7, '0.5000000'),
    total('2026-10-04', 'USD', 1, '0.0000000'),
  ];

  expect(compareTotals(earlier, later)).toEqual([
    { bucket: '2026-10-01', currency: 'USD', tokens: 5, units: -2n },
    { bucket: '2026-10-02', currency: 'CNY', tokens: -5, units: -10_000_000n },
    { bucket: '2026-10-04', currency: 'USD', tokens: 1, units: 0n },
  ]);
});

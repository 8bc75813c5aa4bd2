import { expect, it } from 'vitest';
import { contentKey, stateKey } from '../../src/payload/idempotency-key.ts';
import type { Receipt } from '../../src/receipts/receipt.ts';
import { stateBefore } from '../../src/receipts/state-before.ts';

const ids = ['a', 'b'];

it('is nothing when nothing was delivered', () => {
  expect(stateBefore({ ids, own: undefined, later: [] })).toBeUndefined();
});

it('stays what it was while the same content is delivered', () => {
  const own = receipt({ content: contentKey(ids), after: 'before' });

  expect(stateBefore({ ids, own, later: [] })).toBe('before');
  expect(stateBefore({ ids, own: { ...own, after: undefined }, later: [] })).toBe(undefined);
});

it('is the other content that the receiver holds, at the time when it took it', () => {
  const own = receipt({ content: 'other', delivered_at: '2026-12-02T00:00:00.000Z' });

  expect(stateBefore({ ids, own, later: [] })).toBe(stateKey('other', '2026-12-02T00:00:00.000Z'));
});

it('is the latest of those that have overwritten it', () => {
  const own = receipt({ content: contentKey(ids), delivered_at: '2026-12-02T00:00:00.000Z' });
  const later = [
    receipt({ content: 'newest', delivered_at: '2026-12-04T00:00:00.000Z' }),
    receipt({ content: 'newer', delivered_at: '2026-12-03T00:00:00.000Z' }),
  ];

  expect(stateBefore({ ids, own, later })).toBe(stateKey('newest', '2026-12-04T00:00:00.000Z'));
});

function receipt(changes: Partial<Receipt>): Receipt {
  return {
    v: 1,
    snapshot: 's',
    series: 's',
    about: {
      format: 'external-api',
      mode: 'per_app',
      aggregation: 'monthly',
      period: '2026-11-01..2026-11-30',
      time_zone: 'Asia/Tokyo',
    },
    target: 'https://billing.test/v1/usage',
    complete: true,
    provisional: false,
    content: 'c',
    totals: [],
    bodies_exported: 2,
    bodies: [],
    records: [],
    delivered_at: '2026-12-01T00:00:00.000Z',
    ...changes,
  };
}

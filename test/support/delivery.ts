import type { RejectedBody } from '../../src/delivery/delivery-report.ts';

/** A valid report line; a test names only the fields it is about. */
export function rejectedBody(overrides: Partial<RejectedBody> = {}): RejectedBody {
  return {
    id: '0'.repeat(32),
    key: '0'.repeat(32),
    snapshot: 'snapshot-1',
    complete: true,
    about: {
      format: 'external-api',
      mode: 'per_app',
      aggregation: 'monthly',
      period: '2026-11-01..2026-11-30',
      time_zone: 'Asia/Tokyo',
    },
    createdAt: '2026-11-24T00:05:00.000Z',
    target: 'https://billing.test/v1/usage',
    sha256: 'f'.repeat(64),
    bytes: 2,
    records: 1,
    attempts: 1,
    reason: { code: 'http_422', message: 'billing.test refused the body (422)' },
    ...overrides,
  };
}

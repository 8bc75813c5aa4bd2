import type { AppRecord, Payload, WorkspaceRecord } from '../../../src/payload/payload.ts';

/** A valid record; a test names only the fields it is about. */
export function appRecord(overrides: Partial<AppRecord> = {}): AppRecord {
  return {
    period: '2026-11',
    period_type: 'monthly',
    app_id: '9f2c1b7e-0d3a-4c55-8e61-2b7f4a9d1c30',
    app_name: 'Support',
    token_count: 1200,
    total_price: '0.0030000',
    currency: 'USD',
    ...overrides,
  };
}

export function workspaceRecord(overrides: Partial<WorkspaceRecord> = {}): WorkspaceRecord {
  return {
    period: '2026-11',
    period_type: 'monthly',
    type: 'workspace_total',
    token_count: 1200,
    total_price: '0.0030000',
    currency: 'USD',
    ...overrides,
  };
}

export function payload(overrides: Partial<Payload> = {}): Payload {
  return {
    aggregation_period: 'monthly',
    output_mode: 'per_app',
    fetch_period: { start: '2026-10-31T15:00:00.000Z', end: '2026-11-30T14:59:59.999Z' },
    ...overrides,
  };
}

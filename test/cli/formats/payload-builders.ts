import type { ApiMeterPayload, ApiMeterRecord } from '../../../src/payload/api-meter.ts';
import type {
  AppRecord,
  ModelRecord,
  Payload,
  UserRecord,
  WorkspaceRecord,
} from '../../../src/payload/payload.ts';

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

export function userRecord(overrides: Partial<UserRecord> = {}): UserRecord {
  return {
    period: '2026-11',
    period_type: 'monthly',
    user_id: '3a7d5b0c-91e2-4d4f-8a66-5c0b1f2e7d18',
    user_type: 'end_user',
    app_id: '9f2c1b7e-0d3a-4c55-8e61-2b7f4a9d1c30',
    app_name: 'Support',
    message_tokens: 1000,
    answer_tokens: 200,
    total_tokens: 1200,
    message_count: 3,
    conversation_count: 2,
    ...overrides,
  };
}

export function modelRecord(overrides: Partial<ModelRecord> = {}): ModelRecord {
  return {
    period: '2026-11',
    period_type: 'monthly',
    user_id: '3a7d5b0c-91e2-4d4f-8a66-5c0b1f2e7d18',
    user_type: 'end_user',
    app_id: '9f2c1b7e-0d3a-4c55-8e61-2b7f4a9d1c30',
    app_name: 'Support',
    model_provider: 'langgenius/openai/openai',
    model_name: 'gpt-4o',
    prompt_tokens: 1000,
    completion_tokens: 200,
    total_tokens: 1200,
    prompt_price: '0.0025000',
    completion_price: '0.0005000',
    total_price: '0.0030000',
    currency: 'USD',
    execution_count: 3,
    ...overrides,
  };
}

export function meterRecord(overrides: Partial<ApiMeterRecord> = {}): ApiMeterRecord {
  return {
    usage_date: '2026-11-03',
    provider: 'openai',
    model: 'gpt-4o',
    input_tokens: 1000,
    output_tokens: 200,
    total_tokens: 1200,
    request_count: 3,
    cost_actual: '0.0000003',
    currency: 'USD',
    metadata: {
      source_system: 'dify',
      source_event_id: 'dify-2026-11-03-openai-gpt-4o-7c27737b8cfa',
      aggregation_method: 'daily_sum',
      time_range: { start: '2026-11-02T15:00:00.000Z', end: '2026-11-03T14:59:59.999Z' },
    },
    ...overrides,
  };
}

export function meterPayload(records: readonly ApiMeterRecord[]): ApiMeterPayload {
  return {
    tenant_id: '5b0e4d1a-7c22-4f6b-9a3e-0d8f6c1b2a47',
    export_metadata: {
      exporter_version: '1.2.3',
      export_timestamp: '2026-11-30T15:00:00.000Z',
      aggregation_period: 'daily',
      source_system: 'dify',
      date_range: { start: '2026-10-31T15:00:00.000Z', end: '2026-11-30T14:59:59.999Z' },
    },
    records,
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

import type { Aggregation } from '../period/period.ts';

export const outputModes = [
  'per_app',
  'workspace',
  'both',
  'per_user',
  'per_model',
  'all',
] as const;

export type OutputMode = (typeof outputModes)[number];

/** The body of the external API, spec v1.1.0 §3; property order is wire order. */
export type Payload = {
  readonly aggregation_period: Aggregation;
  readonly output_mode: OutputMode;
  /** First instant and last millisecond, UTC, ISO 8601 with `Z`. */
  readonly fetch_period: { readonly start: string; readonly end: string };
  readonly app_records?: readonly AppRecord[];
  readonly workspace_records?: readonly WorkspaceRecord[];
  readonly user_records?: readonly UserRecord[];
  readonly model_records?: readonly ModelRecord[];
};

/** Spec v1.1.0 §3.5. `total_price` is a plain decimal with exactly 7 places. */
export type AppRecord = {
  readonly period: string;
  readonly period_type: Aggregation;
  readonly app_id: string;
  readonly app_name: string;
  readonly token_count: number;
  readonly total_price: string;
  readonly currency: string;
};

/** Spec v1.1.0 §3.6. */
export type WorkspaceRecord = {
  readonly period: string;
  readonly period_type: Aggregation;
  readonly type: 'workspace_total';
  readonly token_count: number;
  readonly total_price: string;
  readonly currency: string;
};

/** Spec v1.1.0 §3.7; the two token counts add up to the total. */
export type UserRecord = {
  readonly period: string;
  readonly period_type: Aggregation;
  readonly user_id: string;
  readonly user_type: 'end_user' | 'account';
  readonly app_id: string;
  readonly app_name: string;
  readonly message_tokens: number;
  readonly answer_tokens: number;
  readonly total_tokens: number;
  readonly message_count: number;
  /** Distinct conversations of the period, so that it does not add up over periods. */
  readonly conversation_count: number;
};

/** Spec v1.1.0 §3.8; tokens and prices of the prompt and the completion add up to the totals. */
export type ModelRecord = {
  readonly period: string;
  readonly period_type: Aggregation;
  readonly user_id: string;
  readonly user_type: 'end_user' | 'account';
  readonly app_id: string;
  readonly app_name: string;
  readonly model_provider: string;
  readonly model_name: string;
  readonly prompt_tokens: number;
  readonly completion_tokens: number;
  readonly total_tokens: number;
  readonly prompt_price: string;
  readonly completion_price: string;
  readonly total_price: string;
  readonly currency: string;
  readonly execution_count: number;
};

import type { Aggregation } from '../period/period.ts';

export type OutputMode = 'per_app' | 'workspace' | 'both' | 'per_user' | 'per_model' | 'all';

/** The body of the external API, spec v1.1.0 §3; property order is wire order. */
export type Payload = {
  readonly aggregation_period: Aggregation;
  readonly output_mode: OutputMode;
  /** First instant and last millisecond, UTC, ISO 8601 with `Z`. */
  readonly fetch_period: { readonly start: string; readonly end: string };
  readonly app_records?: readonly AppRecord[];
  readonly workspace_records?: readonly WorkspaceRecord[];
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

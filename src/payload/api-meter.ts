/** One body for API_Meter: days of the whole workspace; property order is wire order. */
export type ApiMeterPayload = {
  readonly tenant_id: string;
  readonly export_metadata: {
    readonly exporter_version: string;
    readonly export_timestamp: string;
    readonly aggregation_period: 'daily';
    readonly source_system: 'dify';
    readonly date_range: InstantRange;
  };
  readonly records: readonly ApiMeterRecord[];
};

/** The receiver overwrites by tenant, date, provider and model: there is one record of each. */
export type ApiMeterRecord = {
  /** A day in the zone of the period. */
  readonly usage_date: string;
  readonly provider: string;
  readonly model: string;
  readonly input_tokens: number;
  readonly output_tokens: number;
  readonly total_tokens: number;
  /** Calls of the model. */
  readonly request_count: number;
  /** A plain decimal with at most 7 places; on the wire a JSON number of the same digits. */
  readonly cost_actual: string;
  readonly currency: string;
  readonly metadata: {
    readonly source_system: 'dify';
    readonly source_event_id: string;
    readonly aggregation_method: 'daily_sum';
    /** The day itself, also while it has not ended. */
    readonly time_range: InstantRange;
  };
};

/** First instant and last millisecond, UTC, ISO 8601 with `Z`. */
type InstantRange = { readonly start: string; readonly end: string };

/** The most records that the receiver takes in one body. */
export const API_METER_MAX_RECORDS = 500;

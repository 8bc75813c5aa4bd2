import * as v from 'valibot';
import { API_METER_MAX_RECORDS, type ApiMeterRecord } from './api-meter.ts';

const count = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(Number.MAX_SAFE_INTEGER));
const instant = v.pipe(v.string(), v.regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/));
const text = v.pipe(v.string(), v.minLength(1));
const range = v.strictObject({ start: instant, end: instant });

const record = v.pipe(
  v.strictObject({
    usage_date: v.pipe(v.string(), v.regex(/^\d{4}-\d{2}-\d{2}$/)),
    provider: text,
    model: text,
    input_tokens: count,
    output_tokens: count,
    total_tokens: count,
    request_count: count,
    cost_actual: v.pipe(v.string(), v.regex(/^(?:0|[1-9]\d*)(?:\.\d{0,6}[1-9])?$/)),
    currency: text,
    metadata: v.strictObject({
      source_system: v.literal('dify'),
      source_event_id: text,
      aggregation_method: v.literal('daily_sum'),
      time_range: range,
    }),
  }),
  v.check(
    ({ input_tokens, output_tokens, total_tokens }) =>
      total_tokens === input_tokens + output_tokens,
  ),
);

/**
 * The body of API_Meter as this program sends it, its costs still texts.
 *
 * `api-meter.schema.json`, which is shipped, says the same of the JSON that is posted.
 */
const ApiMeterSchema = v.strictObject({
  tenant_id: text,
  export_metadata: v.strictObject({
    exporter_version: text,
    export_timestamp: instant,
    aggregation_period: v.literal('daily'),
    source_system: v.literal('dify'),
    date_range: range,
  }),
  records: v.pipe(
    v.array(record),
    v.minLength(1),
    v.maxLength(API_METER_MAX_RECORDS),
    v.check((records) => new Set(records.map(keyOf)).size === records.length),
  ),
});

/** Throws when a body would break the contract: a bug, and better found here than in a bill. */
export function checkApiMeter(payload: unknown): void {
  const result = v.safeParse(ApiMeterSchema, payload);
  if (result.success) return;

  const [issue] = result.issues;
  throw new TypeError(
    `The body for API_Meter breaks its schema at ${v.getDotPath(issue) ?? 'its root'}`,
  );
}

/** What the receiver overwrites by. */
function keyOf({ usage_date, provider, model }: ApiMeterRecord): string {
  return JSON.stringify([usage_date, provider, model]);
}

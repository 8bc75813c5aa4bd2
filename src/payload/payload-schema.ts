import * as v from 'valibot';

/** Plain notation, exactly 7 decimals (design §7). */
const price = v.pipe(v.string(), v.regex(/^\d+\.\d{7}$/));
const count = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(Number.MAX_SAFE_INTEGER));
const label = v.pipe(v.string(), v.regex(/^\d{4}-(?:\d{2}|W\d{2}|\d{2}-\d{2})$/));
const instant = v.pipe(v.string(), v.regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/));
const currency = v.pipe(v.string(), v.minLength(1));
const aggregation = v.picklist(['monthly', 'weekly', 'daily']);

const figures = { token_count: count, total_price: price, currency };
const key = v.pipe(v.string(), v.minLength(1));
const person = {
  period: label,
  period_type: aggregation,
  user_id: key,
  user_type: v.picklist(['end_user', 'account']),
  app_id: key,
  app_name: v.string(),
};

/**
 * The body of the external API, spec v1.1.0 §3, as this program sends it.
 *
 * `external-api.schema.json`, which is shipped, says the same as JSON Schema.
 */
export const PayloadSchema = v.strictObject({
  aggregation_period: aggregation,
  output_mode: v.picklist(['per_app', 'workspace', 'both', 'per_user', 'per_model', 'all']),
  fetch_period: v.strictObject({ start: instant, end: instant }),
  app_records: v.optional(
    v.array(
      v.strictObject({
        period: label,
        period_type: aggregation,
        app_id: key,
        app_name: v.string(),
        ...figures,
      }),
    ),
  ),
  workspace_records: v.optional(
    v.array(
      v.strictObject({
        period: label,
        period_type: aggregation,
        type: v.literal('workspace_total'),
        ...figures,
      }),
    ),
  ),
  user_records: v.optional(
    v.array(
      v.strictObject({
        ...person,
        message_tokens: count,
        answer_tokens: count,
        total_tokens: count,
        message_count: count,
        conversation_count: count,
      }),
    ),
  ),
  model_records: v.optional(
    v.array(
      v.strictObject({
        ...person,
        model_provider: key,
        model_name: key,
        prompt_tokens: count,
        completion_tokens: count,
        total_tokens: count,
        prompt_price: price,
        completion_price: price,
        total_price: price,
        currency,
        execution_count: count,
      }),
    ),
  ),
});

/** Throws when a body would break the contract: a bug, and better found here than in a bill. */
export function checkPayload(payload: unknown): void {
  const result = v.safeParse(PayloadSchema, payload);
  if (result.success) return;

  const [issue] = result.issues;
  throw new TypeError(`The payload breaks its schema at ${v.getDotPath(issue) ?? 'its root'}`);
}

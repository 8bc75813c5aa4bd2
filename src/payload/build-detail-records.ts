import type { Aggregation } from '../period/period.ts';
import { formatUnits } from '../usage/money.ts';
import type { AppTotals } from '../usage/usage-report.ts';
import { compareKeys } from './compare-keys.ts';
import type { ModelRecord, UserRecord } from './payload.ts';

/** Spec v1.1.0 §3.7, sorted by period, app, user and kind of user. */
export function buildUserRecords(
  apps: readonly AppTotals[],
  aggregation: Aggregation,
): UserRecord[] {
  const records = apps.flatMap(({ app, users }) =>
    users.map((totals) => ({
      period: totals.bucket,
      period_type: aggregation,
      user_id: totals.userId,
      user_type: totals.userType,
      app_id: app.id,
      app_name: app.name,
      message_tokens: totals.promptTokens,
      answer_tokens: totals.completionTokens,
      total_tokens: totals.promptTokens + totals.completionTokens,
      message_count: totals.messages,
      conversation_count: totals.conversations,
    })),
  );
  return records.toSorted((left, right) => compareKeys(personOf(left), personOf(right)));
}

/** Spec v1.1.0 §3.8, sorted as user records, then by provider, model and currency. */
export function buildModelRecords(
  apps: readonly AppTotals[],
  aggregation: Aggregation,
): ModelRecord[] {
  const records = apps.flatMap(({ app, models }) =>
    models.map((totals) => ({
      period: totals.bucket,
      period_type: aggregation,
      user_id: totals.userId,
      user_type: totals.userType,
      app_id: app.id,
      app_name: app.name,
      model_provider: totals.provider,
      model_name: totals.model,
      prompt_tokens: totals.promptTokens,
      completion_tokens: totals.completionTokens,
      total_tokens: totals.promptTokens + totals.completionTokens,
      prompt_price: formatUnits(totals.promptUnits),
      completion_price: formatUnits(totals.completionUnits),
      total_price: formatUnits(totals.promptUnits + totals.completionUnits),
      currency: totals.currency,
      execution_count: totals.executions,
    })),
  );
  return records.toSorted((left, right) => compareKeys(modelOf(left), modelOf(right)));
}

function personOf({ period, app_id, user_id, user_type }: UserRecord | ModelRecord) {
  return [period, app_id, user_id, user_type];
}

function modelOf(record: ModelRecord) {
  const { model_provider, model_name, currency } = record;
  return [...personOf(record), model_provider, model_name, currency];
}

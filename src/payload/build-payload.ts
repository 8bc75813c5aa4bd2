import type { Aggregation } from '../period/period.ts';
import type { Amount } from '../usage/amounts.ts';
import { formatUnits } from '../usage/money.ts';
import { type AppTotals, sumApps } from '../usage/usage-report.ts';
import { buildModelRecords, buildUserRecords } from './build-detail-records.ts';
import { compareKeys } from './compare-keys.ts';
import type { AppRecord, OutputMode, Payload, WorkspaceRecord } from './payload.ts';
import { type RecordKind, SHOWN_RECORDS } from './shown-records.ts';

export type PayloadOptions = {
  readonly aggregation: Aggregation;
  readonly mode: OutputMode;
  readonly fetchPeriod: { readonly start: string; readonly end: string };
  /** False while an app is withheld: a total without it would look right and be wrong. */
  readonly isWorkspaceComplete: boolean;
};

/**
 * The body of the external API, spec v1.1.0 §3, or undefined when there is no record to send.
 *
 * Records are sorted by their keys, so that equal usage gives equal bytes. An array that the mode
 * does not name is absent, and so is one without a record.
 */
export function buildPayload(
  apps: readonly AppTotals[],
  { aggregation, mode, fetchPeriod, isWorkspaceComplete }: PayloadOptions,
): Payload | undefined {
  const shown = SHOWN_RECORDS[mode];
  const isShown = (kind: RecordKind) => shown.includes(kind);
  const appRecords = isShown('app') ? buildAppRecords(apps, aggregation) : [];
  const workspaceRecords =
    isShown('workspace') && isWorkspaceComplete ? buildWorkspaceRecords(apps, aggregation) : [];
  const userRecords = isShown('user') ? buildUserRecords(apps, aggregation) : [];
  const modelRecords = isShown('model') ? buildModelRecords(apps, aggregation) : [];
  const all = [appRecords, workspaceRecords, userRecords, modelRecords];
  if (all.every((records) => records.length === 0)) return undefined;

  return {
    aggregation_period: aggregation,
    output_mode: mode,
    fetch_period: fetchPeriod,
    ...(appRecords.length === 0 ? {} : { app_records: appRecords }),
    ...(workspaceRecords.length === 0 ? {} : { workspace_records: workspaceRecords }),
    ...(userRecords.length === 0 ? {} : { user_records: userRecords }),
    ...(modelRecords.length === 0 ? {} : { model_records: modelRecords }),
  };
}

function buildAppRecords(apps: readonly AppTotals[], aggregation: Aggregation): AppRecord[] {
  const records = apps.flatMap(({ app, amounts }) =>
    amounts.map((amount) => ({
      period: amount.bucket,
      period_type: aggregation,
      app_id: app.id,
      app_name: app.name,
      ...toFigures(amount),
    })),
  );
  return records.toSorted((left, right) => compareKeys(keyOf(left), keyOf(right)));
}

function buildWorkspaceRecords(
  apps: readonly AppTotals[],
  aggregation: Aggregation,
): WorkspaceRecord[] {
  return sumApps(apps).map((amount) => ({
    period: amount.bucket,
    period_type: aggregation,
    type: 'workspace_total',
    ...toFigures(amount),
  }));
}

function toFigures({ tokens, units, currency }: Amount) {
  return { token_count: tokens, total_price: formatUnits(units), currency };
}

function keyOf({ period, app_id, currency }: AppRecord): readonly string[] {
  return [period, app_id, currency];
}

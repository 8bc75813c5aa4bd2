import type { Aggregation } from '../period/period.ts';
import type { Amount } from '../usage/amounts.ts';
import { formatUnits } from '../usage/money.ts';
import { type AppTotals, sumApps } from '../usage/usage-report.ts';
import type { AppRecord, OutputMode, Payload, WorkspaceRecord } from './payload.ts';

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
 * Records are sorted by period, app and currency, so that equal usage gives equal bytes.
 */
export function buildPayload(
  apps: readonly AppTotals[],
  { aggregation, mode, fetchPeriod, isWorkspaceComplete }: PayloadOptions,
): Payload | undefined {
  const appRecords = mode === 'workspace' ? [] : buildAppRecords(apps, aggregation);
  const workspaceRecords =
    mode === 'per_app' || !isWorkspaceComplete ? [] : buildWorkspaceRecords(apps, aggregation);
  if (appRecords.length + workspaceRecords.length === 0) return undefined;

  return {
    aggregation_period: aggregation,
    output_mode: mode,
    fetch_period: fetchPeriod,
    ...(appRecords.length === 0 ? {} : { app_records: appRecords }),
    ...(workspaceRecords.length === 0 ? {} : { workspace_records: workspaceRecords }),
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

function compareKeys(left: readonly string[], right: readonly string[]): number {
  for (const [index, part] of left.entries()) {
    const other = right[index] ?? '';
    if (part !== other) return part < other ? -1 : 1;
  }
  return 0;
}

import type { AppResult } from '../collect/collect-app.ts';
import type { Config } from '../config/config.ts';
import type { Payload } from '../payload/payload.ts';
import { detailNeeds } from '../payload/shown-records.ts';
import type { Instant } from '../period/period.ts';
import type { SnapshotBody } from '../spool/snapshot.ts';
import type { DetailNeeds } from '../usage/app-detail.ts';
import { buildUsageReport, type CollectedApp, type UsageReport } from '../usage/usage-report.ts';
import { buildBodies, type MeterBodies } from './build-bodies.ts';
import type { UsageReading } from './read-usage.ts';
import { toBody } from './to-body.ts';

/** What was read, added up and put into bodies; nothing of it is queued yet. */
export type Bill = {
  readonly usage: UsageReading;
  readonly report: UsageReport;
  /** What was collected beside the apps' totals. */
  readonly needs: DetailNeeds;
  readonly isWorkspaceComplete: boolean;
  readonly isProvisional: boolean;
  /** What `--strict` objects to; nothing is queued then. */
  readonly objections: readonly string[];
  /** Bodies of the external API; none when the format is api-meter. */
  readonly payloads: readonly Payload[];
  /** Undefined unless the format is api-meter. */
  readonly meter: MeterBodies | undefined;
  readonly bodies: readonly SnapshotBody[];
};

/** Runs that take longer are billed by a later export of the period (design §5). */
export const PROVISIONAL_FOR_MS = 20 * 60_000;

/** `now` is our clock; Dify's is taken into account. */
export function buildBill(config: Config, usage: UsageReading, now: Instant): Bill {
  const { collected, isOpen } = usage.period;
  const needs = detailNeeds(config.report);
  const difyNow = now + Math.min(0, usage.dify.clockSkewMs);
  const isProvisional = isOpen || difyNow < collected.end + PROVISIONAL_FOR_MS;
  const last = usage.period.buckets.at(-1)?.label;
  const report = buildUsageReport(collectedApps(usage), {
    currencies: usage.currencies,
    modelCurrencies: config.report.modelCurrencies,
    needs,
    userId: config.report.userId,
    unsettled: new Set(isProvisional && last !== undefined ? [last] : []),
  });
  const isWorkspaceComplete =
    usage.unlistableApps === 0 && usage.results.every(({ kind }) => kind !== 'withheld');

  const { payloads, meter, texts } = buildBodies(
    config.report,
    report,
    collected,
    isWorkspaceComplete,
  );
  return {
    usage,
    report,
    needs,
    isWorkspaceComplete,
    isProvisional,
    objections: config.report.strict ? listObjections(usage, report) : [],
    payloads,
    meter,
    bodies: texts.map((text) => toBody(config, usage, text)),
  };
}

function collectedApps({ results }: UsageReading): CollectedApp[] {
  return results.flatMap((result) =>
    result.kind === 'complete'
      ? [{ usage: result.usage, straddling: result.straddling, ...result.comparison }]
      : [],
  );
}

function hasUnknown(result: AppResult): boolean {
  return result.kind === 'complete' && result.unknown.length > 0;
}

/** What a strict run refuses to bill: what is unexplained, and what was decided for want of knowledge. */
function listObjections({ results }: UsageReading, report: UsageReport): string[] {
  const isUnexplained = report.differences.some(({ cause }) => cause === 'unexplained');
  return [
    ...(isUnexplained ? ['unexplained_differences'] : []),
    ...(report.assumptions.length > 0 ? ['assumed_values'] : []),
    ...(report.residuals.length > 0 || results.some(hasUnknown) ? ['missing_usage'] : []),
    ...(results.some(({ kind }) => kind === 'not_covered') ? ['apps_not_covered'] : []),
    ...(results.some(({ kind }) => kind === 'gone') ? ['apps_deleted'] : []),
  ];
}

import type { ReportConfig } from '../config/config.ts';
import type { ApiMeterPayload } from '../payload/api-meter.ts';
import { checkApiMeter } from '../payload/api-meter-schema.ts';
import { buildApiMeter, type RefusedRecord } from '../payload/build-api-meter.ts';
import { buildPayload } from '../payload/build-payload.ts';
import type { Payload } from '../payload/payload.ts';
import { checkPayload } from '../payload/payload-schema.ts';
import { splitApiMeter } from '../payload/split-api-meter.ts';
import { splitPayload } from '../payload/split-body.ts';
import { writeApiMeter } from '../payload/write-api-meter.ts';
import { toFetchPeriod } from '../period/fetch-period.ts';
import type { Period } from '../period/period.ts';
import type { UsageReport } from '../usage/usage-report.ts';
import { version } from '../version.ts';

/** What is to be posted, as values and as texts. */
export type Bodies = {
  /** Bodies of the external API; none when the format is api-meter. */
  readonly payloads: readonly Payload[];
  /** Undefined unless the format is api-meter. */
  readonly meter: MeterBodies | undefined;
  /** The JSON that is posted. */
  readonly texts: readonly string[];
};

export type MeterBodies = {
  readonly payloads: readonly ApiMeterPayload[];
  /** What the format cannot express; the rest is sent. */
  readonly refused: readonly RefusedRecord[];
};

/** Puts the bill into the receiver's words, checks it against its schema and divides it by size. */
export function buildBodies(
  config: ReportConfig,
  report: UsageReport,
  period: Period,
  isWorkspaceComplete: boolean,
): Bodies {
  if (config.format.kind === 'api-meter') {
    const { tenantId } = config.format;
    const meter = buildMeterBodies(config, tenantId, report, period, isWorkspaceComplete);
    return { payloads: [], meter, texts: meter.payloads.map(writeApiMeter) };
  }

  const payload = buildPayload(report.apps, {
    aggregation: config.aggregation,
    mode: config.mode,
    fetchPeriod: toFetchPeriod(period),
    isWorkspaceComplete,
  });
  if (payload !== undefined) checkPayload(payload);
  const payloads = payload === undefined ? [] : splitPayload(payload, config.maxBodyBytes);
  return { payloads, meter: undefined, texts: payloads.map((part) => JSON.stringify(part)) };
}

/**
 * The receiver overwrites whole days, so that none may be sent without one of its apps: while
 * any app is withheld, every day of the period may lack something.
 */
function buildMeterBodies(
  { maxBodyBytes }: ReportConfig,
  tenantId: string,
  report: UsageReport,
  period: Period,
  isWorkspaceComplete: boolean,
): MeterBodies {
  if (!isWorkspaceComplete) return { payloads: [], refused: [] };

  const usage = report.apps.flatMap(({ models }) => models);
  const { payload, refused } = buildApiMeter(usage, {
    tenantId,
    exporterVersion: version,
    period,
  });
  const payloads = payload === undefined ? [] : splitApiMeter(payload, maxBodyBytes);
  for (const part of payloads) checkApiMeter(part);
  return { payloads, refused };
}

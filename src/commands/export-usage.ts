import type { Dispatcher } from 'undici';
import type { Config } from '../config/config.ts';
import type { DeliveryReport } from '../delivery/delivery-report.ts';
import { receiverTarget } from '../delivery/receiver-target.ts';
import { HttpError } from '../http/http-error.ts';
import { idempotencyKey, snapshotKey } from '../payload/idempotency-key.ts';
import type { Payload } from '../payload/payload.ts';
import { detailNeeds } from '../payload/shown-records.ts';
import {
  type PutResult,
  putSnapshot,
  type Snapshot,
  type SnapshotBody,
} from '../spool/put-snapshot.ts';
import { openSpool, type Spool } from '../spool/spool.ts';
import { SpoolWriteError } from '../spool/spool-write-error.ts';
import type { DetailNeeds } from '../usage/app-detail.ts';
import { buildUsageReport, type CollectedApp, type UsageReport } from '../usage/usage-report.ts';
import { buildBodies, type MeterBodies } from './build-bodies.ts';
import { drain } from './drain.ts';
import { type ReadUsagePorts, readUsage, type UsageReading } from './read-usage.ts';

export type ExportPorts = ReadUsagePorts & { readonly receiverDispatcher: Dispatcher };

export type ExportOptions = { readonly dryRun: boolean };

/** What one export came to; every failure that a user can meet is a value here. */
export type ExportResult = {
  readonly dryRun: boolean;
  readonly reading: Reading;
  /** Undefined when nothing was put there: nothing to report, a dry run, or a refusal. */
  readonly spooled: PutResult | undefined;
  readonly spoolFailure: SpoolWriteError | undefined;
  /** What the whole spool came to, older entries included; undefined in a dry run. */
  readonly delivery: DeliveryReport | undefined;
};

export type Reading =
  | { readonly kind: 'failed'; readonly error: HttpError }
  | ({ readonly kind: 'read' } & Bill);

export type Bill = {
  readonly usage: UsageReading;
  readonly report: UsageReport;
  /** What was collected beside the apps' totals. */
  readonly needs: DetailNeeds;
  readonly isWorkspaceComplete: boolean;
  readonly isProvisional: boolean;
  /** What `--strict` objects to; nothing was queued then. */
  readonly objections: readonly string[];
  /** Bodies of the external API; none when the format is api-meter. */
  readonly payloads: readonly Payload[];
  /** Undefined unless the format is api-meter. */
  readonly meter: MeterBodies | undefined;
  readonly bodies: readonly SnapshotBody[];
};

/** Runs that take longer are billed by a later export of the period (design §5). */
const PROVISIONAL_FOR_MS = 20 * 60_000;

/**
 * Reads, adds up, queues and delivers (design §2). When Dify cannot be read, what waits from
 * earlier runs is delivered all the same. Errors that are nobody's fault but ours pass through.
 */
export async function exportUsage(
  config: Config,
  options: ExportOptions,
  ports: ExportPorts,
): Promise<ExportResult> {
  const spool = options.dryRun ? undefined : await openSpool(config.stateDir, ports);
  const reading = await readBill(config, ports);
  if (spool === undefined) {
    return {
      dryRun: true,
      reading,
      spooled: undefined,
      spoolFailure: undefined,
      delivery: undefined,
    };
  }

  const { spooled, spoolFailure } = await queue(spool, config, reading);
  const delivery =
    config.receiver === undefined
      ? undefined
      : await drain(spool, config.receiver, { ...ports, dispatcher: ports.receiverDispatcher });
  return { dryRun: false, reading, spooled, spoolFailure, delivery };
}

async function readBill(config: Config, ports: ExportPorts): Promise<Reading> {
  let usage: UsageReading;
  try {
    usage = await readUsage(config, ports);
  } catch (error) {
    if (error instanceof HttpError) return { kind: 'failed', error };
    throw error;
  }
  return { kind: 'read', ...buildBill(config, usage, ports.now()) };
}

function buildBill(config: Config, usage: UsageReading, now: number): Bill {
  const { collected, isOpen } = usage.period;
  const needs = detailNeeds(config.report);
  const difyNow = now + Math.min(0, usage.dify.clockSkewMs);
  const isProvisional = isOpen || difyNow < collected.end + PROVISIONAL_FOR_MS;
  const last = usage.period.buckets.at(-1)?.label;
  const report = buildUsageReport(collectedApps(usage), {
    currencies: usage.currencies,
    modelCurrencies: config.report.modelCurrencies,
    periodStart: collected.start,
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

/** What a strict run refuses to bill: what is unexplained, and what was decided for want of knowledge. */
function listObjections({ results }: UsageReading, report: UsageReport): string[] {
  const isUnexplained = report.differences.some(({ cause }) => cause === 'unexplained');
  return [
    ...(isUnexplained ? ['unexplained_differences'] : []),
    ...(report.assumptions.length > 0 ? ['assumed_values'] : []),
    ...(report.residuals.length > 0 ? ['missing_usage'] : []),
    ...(results.some(({ kind }) => kind === 'not_covered') ? ['apps_not_covered'] : []),
    ...(results.some(({ kind }) => kind === 'gone') ? ['apps_deleted'] : []),
  ];
}

function toBody(config: Config, usage: UsageReading, body: string): SnapshotBody {
  const id = idempotencyKey({
    receiverUrl: config.receiver?.url.href ?? '',
    snapshotKey: keyOf(config, usage),
    body,
    isOpen: usage.period.isOpen,
  });
  return { id, body };
}

function keyOf(
  { receiver, report }: Config,
  { period, timeZone, workspaces }: UsageReading,
): string {
  const { format, mode, aggregation, appIds = [] } = report;
  return snapshotKey({
    receiverUrl: receiver?.url.href ?? '',
    format: format.kind,
    mode,
    aggregation,
    period: period.nominal,
    timeZone,
    workspaceIds: workspaces.map(({ id }) => id),
    filters: format.kind === 'api-meter' ? [format.tenantId] : appIds,
  });
}

async function queue(
  spool: Spool,
  config: Config,
  reading: Reading,
): Promise<Pick<ExportResult, 'spooled' | 'spoolFailure'>> {
  const nothing = { spooled: undefined, spoolFailure: undefined };
  if (reading.kind === 'failed' || reading.objections.length > 0) return nothing;
  if (reading.bodies.length === 0 || config.receiver === undefined) return nothing;

  try {
    const snapshot = toSnapshot(config, reading, receiverTarget(config.receiver.url));
    return { spooled: await putSnapshot(spool, snapshot), spoolFailure: undefined };
  } catch (error) {
    if (error instanceof SpoolWriteError) return { spooled: undefined, spoolFailure: error };
    throw error;
  }
}

function toSnapshot(
  config: Config,
  { usage, bodies, isWorkspaceComplete }: Bill,
  target: string,
): Snapshot {
  const { format, mode, aggregation } = config.report;
  return {
    key: keyOf(config, usage),
    complete: isWorkspaceComplete,
    about: {
      format: format.kind,
      mode,
      aggregation,
      period: usage.period.nominal,
      time_zone: usage.timeZone,
    },
    target,
    bodies,
  };
}

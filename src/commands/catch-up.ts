import { exportExitCodes } from '../cli/export-exit-codes.ts';
import type { Config } from '../config/config.ts';
import type { DeliveryReport } from '../delivery/delivery-report.ts';
import { mostUrgent } from '../exit-code.ts';
import { HttpError } from '../http/http-error.ts';
import { seriesKey } from '../payload/idempotency-key.ts';
import { isCalendarDate } from '../period/calendar-date.ts';
import {
  type DeliveredPeriod,
  findMissingPeriods,
  type MissingPeriods,
} from '../period/missing-periods.ts';
import { localDate } from '../period/time-zone.ts';
import { type DamagedReceipt, listReceipts } from '../receipts/list-receipts.ts';
import { isSettled, type Receipt } from '../receipts/receipt.ts';
import { openSpool } from '../spool/spool.ts';
import { PROVISIONAL_FOR_MS } from './build-bill.ts';
import { drain } from './drain.ts';
import { type ExportPorts, type ExportResult, exportPeriod } from './export-usage.ts';
import { type DifySource, openSource } from './open-source.ts';
import { snapshotParts } from './snapshot-parts.ts';
import { unlessDifyFails } from './unless-dify-fails.ts';

export type CatchUpOptions = {
  /** Most periods to deliver in this run. */
  readonly limit: number;
  readonly force: boolean;
};

export type CatchUpResult = {
  /** Undefined when Dify could not be asked for workspace and zone. */
  readonly missing: MissingPeriods | undefined;
  readonly damagedReceipts: readonly DamagedReceipt[];
  /** An export for each period that was tried, oldest first; the last one may have failed. */
  readonly exports: readonly ExportResult[];
  /** What the spool came to when no period was tried. */
  readonly delivery: DeliveryReport | undefined;
};

/**
 * Exports every period that has ended and has no receipt, oldest first, each for itself and all of
 * them with one login. The first that does not end with status 0 is the last: later periods must
 * not overtake it.
 */
export async function catchUp(
  config: Config,
  { limit, force }: CatchUpOptions,
  ports: ExportPorts,
): Promise<CatchUpResult> {
  const spool = await openSpool(config.stateDir, ports);
  const source = await unlessDifyFails(() =>
    openSource(config.dify, config.report.timeZone, ports),
  );
  if (source instanceof HttpError) {
    const failed = await exportPeriod(spool, source, config, { dryRun: false, force }, ports);
    return { missing: undefined, damagedReceipts: [], exports: [failed], delivery: undefined };
  }

  const { receipts, damaged } = await listReceipts(spool, seriesOf(config, source));
  const missing = findMissingPeriods(
    receipts.flatMap(toDeliveredPeriod),
    localDate(settledUntil(source, ports.now()), source.timeZone),
    config.report.aggregation,
    limit,
  );
  const exports: ExportResult[] = [];
  for (const { first, last } of missing.periods) {
    const report = { ...config.report, period: { kind: 'dates', first, last } } as const;
    const options = { dryRun: false, force };
    const result = await exportPeriod(spool, source, { ...config, report }, options, ports);
    exports.push(result);
    if (ports.signal.aborted || mostUrgent(exportExitCodes(result)) !== 0) break;
  }

  const { receiver } = config;
  const isLeftToDrain = exports.length === 0 && receiver !== undefined;
  const delivery = isLeftToDrain
    ? await drain(spool, receiver, { ...ports, dispatcher: ports.receiverDispatcher })
    : undefined;
  return { missing, damagedReceipts: damaged, exports, delivery };
}

function seriesOf(config: Config, { workspaces, timeZone }: DifySource): string {
  const all = workspaces.map(({ workspace }) => workspace);
  return seriesKey(snapshotParts(config, timeZone, all));
}

/** Before this instant nothing is provisional any more, by Dify's clock as well as by ours. */
function settledUntil({ workspaces: [{ session }] }: DifySource, now: number): number {
  return now + Math.min(0, session.clockSkewMs) - PROVISIONAL_FOR_MS;
}

function toDeliveredPeriod(receipt: Receipt): DeliveredPeriod[] {
  const [first = '', last = ''] = receipt.about.period.split('..');
  if (!isCalendarDate(first) || !isCalendarDate(last)) return [];
  return [{ first, last, isSettled: isSettled(receipt) }];
}

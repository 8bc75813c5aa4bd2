import type { Config } from '../config/config.ts';
import { seriesKey, snapshotKey } from '../payload/idempotency-key.ts';
import type { Snapshot } from '../spool/snapshot.ts';
import { formatUnits } from '../usage/money.ts';
import { sumApps } from '../usage/usage-report.ts';
import type { Bill } from './build-bill.ts';
import { snapshotParts } from './snapshot-parts.ts';

/** A bill as the spool takes it, addressed to a receiver; see `receiverTarget`. */
export function toSnapshot(config: Config, bill: Bill, target: string): Snapshot {
  const { usage, report, bodies, isWorkspaceComplete, isProvisional } = bill;
  const { format, mode, aggregation } = config.report;
  const parts = snapshotParts(config, usage.timeZone, usage.workspaces);
  return {
    key: snapshotKey({ ...parts, period: usage.period.nominal }),
    series: seriesKey(parts),
    complete: isWorkspaceComplete,
    provisional: isProvisional,
    totals: sumApps(report.apps).map(({ bucket, currency, tokens, units }) => ({
      period: bucket,
      currency,
      tokens,
      price: formatUnits(units),
    })),
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

import type { Config } from '../config/config.ts';
import { idempotencyKey, snapshotKey } from '../payload/idempotency-key.ts';
import type { SnapshotBody } from '../spool/snapshot.ts';
import type { UsageReading } from './read-usage.ts';
import { snapshotParts } from './snapshot-parts.ts';

/** A body under the key that its content has at this receiver. */
export function toBody(config: Config, usage: UsageReading, body: string): SnapshotBody {
  const { period, timeZone, workspaces } = usage;
  const parts = snapshotParts(config, timeZone, workspaces);
  const id = idempotencyKey({
    receiverUrl: parts.receiverUrl,
    snapshotKey: snapshotKey({ ...parts, period: period.nominal }),
    body,
    isOpen: period.isOpen,
  });
  return { id, body };
}

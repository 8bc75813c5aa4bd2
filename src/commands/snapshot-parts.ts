import type { Config } from '../config/config.ts';
import type { Workspace } from '../dify/account.ts';
import type { SnapshotParts } from '../payload/idempotency-key.ts';

/** What makes exports with this configuration versions of one and the same, beside the period. */
export function snapshotParts(
  { receiver, report }: Pick<Config, 'receiver' | 'report'>,
  timeZone: string,
  workspaces: readonly Pick<Workspace, 'id'>[],
): Omit<SnapshotParts, 'period'> {
  const { format, mode, aggregation, appIds = [] } = report;
  return {
    receiverUrl: receiver?.url.href ?? '',
    format: format.kind,
    mode,
    aggregation,
    timeZone,
    workspaceIds: workspaces.map(({ id }) => id),
    filters: format.kind === 'api-meter' ? [format.tenantId] : appIds,
  };
}

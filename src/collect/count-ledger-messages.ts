import type { StatisticsWindow } from '../period/statistics-windows.ts';
import type { App } from '../usage/app.ts';
import type { LedgerEntry } from '../usage/usage-event.ts';
import type { CollectScope } from './collect-scope.ts';
import { readMessageCounts } from './sum-statistics.ts';

/** The number of messages tells whether the lists hold all that the ledger counts. */
export async function countLedgerMessages(
  { session, reader, windows }: CollectScope,
  app: App,
  ledger: readonly LedgerEntry[],
  consoleBuckets: ReadonlySet<string>,
): Promise<ReadonlyMap<string, number>> {
  const hasDoubt = session.traits.statisticsLeaveOutDebugger && consoleBuckets.size > 0;
  if (!hasDoubt && app.mode !== 'completion') return new Map();

  // The ledger has a row wherever there is a message to count; a chat's matter only beside the console's.
  const wanted = ledger
    .map(({ bucket }) => bucket)
    .filter((bucket) => app.mode === 'completion' || consoleBuckets.has(bucket));
  const asked = windows.filter((window) => mayHoldOneOf(wanted, window));
  return (await readMessageCounts(reader, asked)) ?? new Map();
}

function mayHoldOneOf(labels: readonly string[], { attribution }: StatisticsWindow): boolean {
  switch (attribution.kind) {
    case 'bucket':
      return labels.includes(attribution.bucket.label);
    case 'by-date':
      return labels.length > 0;
    case 'straddling':
      return labels.includes(attribution.earlier?.label ?? '');
  }
}

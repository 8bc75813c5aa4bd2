import type { App } from '../usage/app.ts';
import type { DetailNeeds } from '../usage/app-detail.ts';
import { type AppUsage, foldAppUsage } from '../usage/app-usage.ts';
import type { Comparison } from '../usage/compare-statistics.ts';
import { needsLedgerDetail } from '../usage/needs-ledger-detail.ts';
import { collectLedgerDetail, type LedgerDetailOptions } from './collect-ledger-detail.ts';
import type { CollectScope } from './collect-scope.ts';
import { readLedger, type Straddling } from './sum-statistics.ts';

export type LedgerScope = CollectScope & {
  readonly ledgerDetail: LedgerDetailOptions;
  /** What is asked of chat, agent-chat, completion and agent apps. */
  readonly ledgerNeeds: DetailNeeds;
};

/** Chat, agent-chat, completion and agent apps: the statistics are the ledger (design §6). */
export async function collectLedgerApp(
  scope: LedgerScope,
  app: App,
): Promise<{
  readonly usage: AppUsage;
  readonly comparison: Comparison;
  readonly straddling: readonly Straddling[];
}> {
  const fold = foldAppUsage(app, scope.buckets, scope.session.traits.counters);
  const { entries, straddling } = await readLedger(scope.reader, scope.windows);
  for (const entry of entries) {
    fold.addLedger(entry);
    if (entry.units === undefined && entry.totalTokens > 0) {
      const { bucket, totalTokens } = entry;
      fold.addResidual({ bucket, cause: 'price_unknown', tokens: totalTokens, runs: 0 });
    }
  }
  const detail = needsLedgerDetail(scope.ledgerNeeds, entries)
    ? await collectLedgerDetail(scope, app, entries, scope.ledgerNeeds, scope.ledgerDetail)
    : undefined;
  const usage = { ...fold.result(), detail };
  const comparison = { differences: [], residuals: [] };
  return { usage, comparison, straddling };
}

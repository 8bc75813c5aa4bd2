import type { DetailNeeds } from './app-detail.ts';
import type { LedgerEntry } from './usage-event.ts';

/**
 * Whether the users and models of a ledger have to be found. Where nothing was spent there is no
 * model, but there may be messages that failed; Dify has a row wherever there is a message.
 */
export function needsLedgerDetail(
  needs: DetailNeeds,
  ledger: readonly Pick<LedgerEntry, 'totalTokens' | 'units'>[],
): boolean {
  if ((!needs.users && !needs.models) || ledger.length === 0) return false;
  return (
    needs.messages || ledger.some(({ totalTokens, units = 0n }) => totalTokens > 0 || units > 0n)
  );
}

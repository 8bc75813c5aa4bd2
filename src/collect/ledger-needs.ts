import type { App } from '../usage/app.ts';
import type { DetailNeeds } from '../usage/app-detail.ts';
import {
  type CurrencyEvidence,
  type ModelCurrency,
  mayMixCurrencies,
} from '../usage/model-currency.ts';

/**
 * What is asked of chat, agent-chat, completion and agent apps. Where currencies may mix, a price
 * is worth nothing without its model, whatever is shown.
 */
export function ledgerNeeds(
  {
    needs,
    currencies,
    modelCurrencies,
  }: {
    readonly needs: DetailNeeds;
    readonly currencies: CurrencyEvidence;
    readonly modelCurrencies: readonly ModelCurrency[];
  },
  apps: readonly App[],
): DetailNeeds {
  if (needs.users || needs.models) return needs;
  const mayMix = mayMixCurrencies(apps, currencies, modelCurrencies);
  return mayMix ? { users: false, models: true, messages: false } : needs;
}

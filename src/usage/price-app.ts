import { type Amount, sumAmounts } from './amounts.ts';
import type { AppDetail, DetailNeeds } from './app-detail.ts';
import type { AppUsage } from './app-usage.ts';
import { decideLedgerCurrency } from './model-currency.ts';
import {
  type AssumedCurrency,
  type PricedModelUsage,
  type PricingOptions,
  priceModels,
} from './price-models.ts';

/** What an app spent, in currencies that are seen, configured or assumed. */
export type PricedApp = {
  readonly amounts: readonly Amount[];
  readonly models: readonly PricedModelUsage[];
  readonly assumed: readonly AssumedCurrency[];
};

/**
 * Leaf rows carry their currency. The ledger has those of the models where they are known, else
 * the one that is decided for the app.
 */
export function priceApp(
  usage: AppUsage,
  detail: AppDetail,
  options: PricingOptions,
  needs: DetailNeeds,
): PricedApp {
  const { ledger } = usage;
  // Without users there is a detail of a ledger only for the currencies of its models.
  const hasModels = needs.models || (!needs.users && ledger.length > 0 && usage.detail);
  if (!hasModels) {
    const { amounts, assumed } = priceLedger(usage, options);
    // User records have no price, whose currency would matter.
    return { amounts, models: [], assumed: needs.users ? [] : assumed };
  }

  const { models, assumed } = priceModels(usage, detail, options);
  const total = sumAmounts();
  for (const part of models) {
    const units = part.promptUnits + part.completionUnits;
    total.add(part.bucket, part.promptTokens + part.completionTokens, {
      currency: part.currency,
      units,
    });
  }
  const amounts = ledger.length === 0 ? usage.amounts : total.list().filter(isSpent);
  return { amounts, models, assumed };
}

function priceLedger(
  { app, amounts, ledger }: AppUsage,
  { currencies, modelCurrencies }: PricingOptions,
): Pick<PricedApp, 'amounts' | 'assumed'> {
  let tokens = 0;
  for (const { totalTokens } of ledger) tokens += totalTokens;
  const isPriced = ledger.some(({ units }) => units !== undefined && units > 0n);
  const decided = decideLedgerCurrency(app, currencies, modelCurrencies);

  const total = sumAmounts(amounts);
  for (const { bucket, totalTokens, units = 0n } of ledger) {
    total.add(bucket, totalTokens, { currency: decided.currency, units });
  }
  const isCertain = decided.basis === 'seen' || decided.basis === 'configured';
  return {
    amounts: total.list().filter(isSpent),
    assumed: isPriced && !isCertain ? [{ model: app.model, currency: decided, tokens }] : [],
  };
}

function isSpent({ tokens, units }: Amount): boolean {
  return tokens > 0 || units > 0n;
}

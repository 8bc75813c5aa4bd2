import type { AppDetail, ModelUsage } from './app-detail.ts';
import type { AppUsage } from './app-usage.ts';
import type { ModelName } from './ledger-call.ts';
import {
  type CurrencyEvidence,
  decideLedgerCurrency,
  decideModelCurrency,
  type LedgerCurrency,
  type ModelCurrency,
} from './model-currency.ts';

/** A model's usage in a currency that is seen, configured or assumed. */
export type PricedModelUsage = ModelUsage & { readonly currency: string };

export type PricedModels = {
  readonly models: readonly PricedModelUsage[];
  readonly assumed: readonly AssumedCurrency[];
};

/** A currency that Dify does not tell, of a model or, without one, of whatever the app used. */
export type AssumedCurrency = {
  readonly model: ModelName | undefined;
  readonly currency: LedgerCurrency;
  readonly tokens: number;
};

export type PricingOptions = {
  readonly currencies: CurrencyEvidence;
  readonly modelCurrencies: readonly ModelCurrency[];
};

/**
 * Gives every model of an app its currency. What the statistics ledger holds beyond the models
 * that were found is an unknown model's, in the currency that is decided for the app.
 *
 * Throws a `TypeError` when the models have more than the ledger.
 */
export function priceModels(
  usage: AppUsage,
  detail: AppDetail,
  { currencies, modelCurrencies }: PricingOptions,
): PricedModels {
  const ofApp = decideLedgerCurrency(usage.app, currencies, modelCurrencies);
  const assumed = new Map<string, AssumedCurrency>();

  const decide = (part: ModelUsage): PricedModelUsage => {
    if (part.currency !== undefined) return { ...part, currency: part.currency };

    const model = nameOf(part);
    const decided =
      model === undefined ? ofApp : decideModelCurrency(model, currencies, modelCurrencies);
    const isCertain = decided.basis === 'seen' || decided.basis === 'configured';
    if (!isCertain && part.promptUnits + part.completionUnits > 0n) {
      const key = JSON.stringify(model === undefined ? [] : [model.provider, model.name]);
      const tokens = (assumed.get(key)?.tokens ?? 0) + part.promptTokens + part.completionTokens;
      assumed.set(key, { model: model ?? usage.app.model, currency: decided, tokens });
    }
    return { ...part, currency: decided.currency };
  };

  const models = [...detail.models, ...findUnknown(usage, detail)].map(decide);
  const inOrder = [...assumed].sort(([left], [right]) => (left < right ? -1 : 1));
  return { models, assumed: inOrder.map(([, part]) => part) };
}

function nameOf({ provider, model }: ModelUsage): ModelName | undefined {
  return provider === undefined || model === undefined ? undefined : { provider, name: model };
}

function findUnknown({ app, ledger }: AppUsage, { models }: AppDetail): ModelUsage[] {
  const rests = new Map<string, { readonly tokens: number; readonly units: bigint }>();
  const add = (bucket: string, tokens: number, units: bigint) => {
    const rest = rests.get(bucket) ?? { tokens: 0, units: 0n };
    rests.set(bucket, { tokens: rest.tokens + tokens, units: rest.units + units });
  };
  for (const { bucket, totalTokens, units = 0n } of ledger) add(bucket, totalTokens, units);
  for (const part of models) {
    if (part.currency !== undefined) continue; // from node rows, which no ledger counts
    const tokens = part.promptTokens + part.completionTokens;
    add(part.bucket, -tokens, -(part.promptUnits + part.completionUnits));
  }

  return [...rests].flatMap(([bucket, { tokens, units }]) => {
    if (tokens < 0 || units < 0n) {
      throw new TypeError(`The models of the app ${app.id} have more than its ledger in ${bucket}`);
    }
    if (tokens === 0 && units === 0n) return [];
    return [{ ...UNKNOWN, bucket, promptTokens: tokens, promptUnits: units }];
  });
}

const UNKNOWN = {
  user: undefined,
  provider: undefined,
  model: undefined,
  currency: undefined,
  completionTokens: 0,
  completionUnits: 0n,
  executions: 0,
  certainty: 'exact',
} as const;

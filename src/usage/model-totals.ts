import { addModelUsage } from './add-model-usage.ts';
import type { Amount } from './amounts.ts';
import type { UsageUser } from './app-detail.ts';
import type { NamedUser } from './name-users.ts';
import type { PricedModelUsage } from './price-models.ts';

/** What one user spent on one model of an app in one bucket and currency. */
export type ModelTotals = NamedUser & {
  readonly bucket: string;
  /** Dify's own text, or `unknown`. */
  readonly provider: string;
  readonly model: string;
  readonly currency: string;
  readonly promptTokens: number;
  readonly completionTokens: number;
  readonly promptUnits: bigint;
  readonly completionUnits: bigint;
  readonly executions: number;
};

const UNKNOWN = 'unknown';

/**
 * The models of an app, whose tokens and prices are the app's in every bucket and currency.
 * Throws a `TypeError` when they are not.
 */
export function sumModels(
  appId: string,
  models: readonly PricedModelUsage[],
  amounts: readonly Amount[],
  nameOf: (user: UsageUser | undefined) => NamedUser,
): ModelTotals[] {
  checkModels(appId, models, amounts);
  const sums = new Map<string, ModelTotals>();

  for (const { user, provider = UNKNOWN, model = UNKNOWN, certainty: _, ...usage } of models) {
    const totals = { ...usage, ...nameOf(user), provider, model };
    const { bucket, userType, userId, currency } = totals;
    const key = JSON.stringify([bucket, userType, userId, provider, model, currency]);
    const sum = sums.get(key);
    sums.set(key, sum === undefined ? totals : addModelUsage(sum, totals));
  }
  return [...sums.values()].filter(isUsage);
}

function isUsage(totals: ModelTotals): boolean {
  const { promptTokens, completionTokens, promptUnits, completionUnits } = totals;
  return promptTokens + completionTokens > 0 || promptUnits + completionUnits > 0n;
}

/** A bill whose parts are not its whole must not leave. */
function checkModels(
  appId: string,
  models: readonly PricedModelUsage[],
  amounts: readonly Amount[],
): void {
  const rests = new Map<string, { readonly tokens: number; readonly units: bigint }>();
  const add = (bucket: string, currency: string, tokens: number, units: bigint) => {
    const key = JSON.stringify([bucket, currency]);
    const rest = rests.get(key) ?? { tokens: 0, units: 0n };
    rests.set(key, { tokens: rest.tokens + tokens, units: rest.units + units });
  };
  for (const { bucket, currency, tokens, units } of amounts) add(bucket, currency, tokens, units);
  for (const usage of models) {
    const tokens = usage.promptTokens + usage.completionTokens;
    const units = usage.promptUnits + usage.completionUnits;
    add(usage.bucket, usage.currency, -tokens, -units);
  }
  for (const [place, { tokens, units }] of rests) {
    if (tokens === 0 && units === 0n) continue;
    throw new TypeError(`The models of the app ${appId} do not add up to it in ${place}`);
  }
}

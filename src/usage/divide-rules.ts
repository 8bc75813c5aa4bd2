import { type LedgerCall, type ModelName, modelNameKey, userKey } from './ledger-call.ts';
import type { UnitPrice } from './unit-prices.ts';

export type DivideRules = {
  /** False: only users are wanted, and prices are left out. */
  readonly withPrices: boolean;
  readonly modelOf: (call: LedgerCall) => ChosenModel | undefined;
  readonly prices: readonly UnitPrice[];
  readonly unitsPerCall: number;
};

export type ChosenModel = ModelName & { readonly isAssumed: boolean };

/** Calls of equal key are of the same user, and of the same model where that matters. */
export function pairKey(
  call: LedgerCall | undefined,
  { modelOf, withPrices }: DivideRules,
): string {
  const model = call === undefined || !withPrices ? undefined : modelOf(call);
  return JSON.stringify([userKey(call?.user), model === undefined ? '' : modelNameKey(model)]);
}

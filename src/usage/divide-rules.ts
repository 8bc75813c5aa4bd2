import { joinKey } from './join-key.ts';
import { type LedgerCall, type ModelName, modelNameKey, userKey } from './ledger-call.ts';
import type { UnitPrice } from './unit-prices.ts';

export type DivideRules = {
  /** False: only models are wanted, so that users need not be told apart. */
  readonly withUsers: boolean;
  /** False: only users are wanted, and prices are left out. */
  readonly withPrices: boolean;
  readonly modelOf: (call: LedgerCall) => ChosenModel | undefined;
  readonly prices: readonly UnitPrice[];
  /** Of how many model calls a message may be the sum. */
  readonly modelCalls: number;
};

export type ChosenModel = ModelName & { readonly isAssumed: boolean };

/** Calls of equal key are of the same user and the same model, as far as either matters. */
export function pairKey(
  call: LedgerCall | undefined,
  { modelOf, withUsers, withPrices }: DivideRules,
): string {
  const model = call === undefined || !withPrices ? undefined : modelOf(call);
  const user = withUsers || call === undefined ? userKey(call?.user) : 'somebody';
  return joinKey(user, model === undefined ? '' : modelNameKey(model));
}

import { toUnits } from '../../support/fake-dify/decimal-text.ts';
import { type ModelName, priceCall } from '../../support/fake-dify/model-prices.ts';
import type { Leaf } from './bench-world.ts';

export type LeafPrice = { readonly promptUnits: number; readonly completionUnits: number };

const perHundred = new Map<ModelName, LeafPrice>();

/** The same as `priceCall`, in units of 0.0000001, without a BigInt for each of a million calls. */
export function priceLeaf({ model, promptTokens, completionTokens }: Leaf): LeafPrice {
  const price = perHundred.get(model) ?? learn(model);
  return {
    promptUnits: Math.floor((promptTokens * price.promptUnits + 50) / 100),
    completionUnits: Math.floor((completionTokens * price.completionUnits + 50) / 100),
  };
}

function learn(model: ModelName): LeafPrice {
  const { promptPrice, completionPrice } = priceCall(model, 100, 100);
  const price = {
    promptUnits: Number(toUnits(promptPrice)),
    completionUnits: Number(toUnits(completionPrice)),
  };
  perHundred.set(model, price);
  return price;
}

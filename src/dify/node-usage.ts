import * as v from 'valibot';
import type { UnitPriceTexts } from '../usage/unit-prices.ts';
import { CountSchema, PriceSchema } from './wire.ts';

const PriceTextSchema = v.fallback(v.string(), '');
const SplitCountSchema = v.fallback(CountSchema, 0);

// What a node puts out is the app's own business: any other shape is simply not a usage.
export const NodeUsageSchema = v.fallback(
  v.nullish(
    v.object({
      prompt_tokens: v.optional(SplitCountSchema, 0),
      completion_tokens: v.optional(SplitCountSchema, 0),
      prompt_price: v.optional(PriceTextSchema, ''),
      completion_price: v.optional(PriceTextSchema, ''),
      total_price: v.optional(PriceTextSchema, ''),
      prompt_unit_price: v.optional(PriceTextSchema, ''),
      prompt_price_unit: v.optional(PriceTextSchema, ''),
      completion_unit_price: v.optional(PriceTextSchema, ''),
      completion_price_unit: v.optional(PriceTextSchema, ''),
    }),
  ),
  null,
);

/** The usage of a model call, as a node row repeats it in `outputs` or `process_data` (usage-data E.4). */
export type NodeUsage = NonNullable<v.InferOutput<typeof NodeUsageSchema>>;

export type Split<Amount> = { readonly prompt: Amount; readonly completion: Amount };

/** All of it is the prompt's unless a usage splits exactly this total. */
export function splitTokens(total: number, usages: readonly NodeUsage[]): Split<number> {
  const fitting = usages.find((usage) => usage.prompt_tokens + usage.completion_tokens === total);
  if (fitting === undefined) return { prompt: total, completion: 0 };
  return { prompt: fitting.prompt_tokens, completion: fitting.completion_tokens };
}

/** As {@link splitTokens}, in units of 0.0000001. */
export function splitUnits(total: bigint, usages: readonly NodeUsage[]): Split<bigint> {
  for (const usage of usages) {
    const prompt = v.safeParse(PriceSchema, usage.prompt_price);
    const completion = v.safeParse(PriceSchema, usage.completion_price);
    if (!prompt.success || !completion.success) continue;
    if (prompt.output + completion.output !== total) continue;
    return { prompt: prompt.output, completion: completion.output };
  }
  return { prompt: total, completion: 0n };
}

/** What a token costs, as far as prompt and completion are priced by the same unit. */
export function unitPriceOf(usages: readonly NodeUsage[]): UnitPriceTexts | undefined {
  const priced = usages.find(
    (usage) =>
      usage.prompt_price_unit !== '' && usage.prompt_price_unit === usage.completion_price_unit,
  );
  if (priced === undefined) return undefined;
  return {
    prompt: priced.prompt_unit_price,
    completion: priced.completion_unit_price,
    priceUnit: priced.prompt_price_unit,
  };
}

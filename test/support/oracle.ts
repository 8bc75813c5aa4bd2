import Big from 'big.js';
import { type BillOptions, billedCalls } from './billed-calls.ts';
import type { Oracle } from './fake-dify/load-world.ts';

/** Tokens and price by `period | app id | currency`, as PostgreSQL knows them. */
export type Truth = Readonly<Record<string, string>>;

/** Sums the rows of a recorded database by the instant at which they began. */
export function sumTruth(oracle: Oracle, options: BillOptions): Truth {
  const sums = new Map<string, { tokens: number; price: Big }>();
  for (const call of billedCalls(oracle, options)) {
    const key = [call.period, call.appId, call.currency].join(' | ');
    const { tokens, price } = sums.get(key) ?? { tokens: 0, price: new Big(0) };
    sums.set(key, {
      tokens: tokens + call.promptTokens + call.completionTokens,
      price: price.plus(call.price),
    });
  }
  return Object.fromEntries(
    [...sums].map(([key, { tokens, price }]) => [key, `${tokens} tokens, ${price.toFixed(7)}`]),
  );
}

import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import {
  type NodeUsage,
  NodeUsageSchema,
  splitTokens,
  splitUnits,
  unitPriceOf,
} from '../../src/dify/node-usage.ts';

describe('the usage of a node', () => {
  it('splits the tokens and the price that it adds up to', () => {
    const usages = [usage({ prompt_tokens: 10, completion_tokens: 5 })];

    expect(splitTokens(15, usages)).toEqual({ prompt: 10, completion: 5 });
    expect(splitUnits(750n, usages)).toEqual({ prompt: 250n, completion: 500n });
  });

  it('leaves a total to the prompt that it does not add up to', () => {
    const usages = [usage({ prompt_tokens: 0, completion_tokens: 0 })];

    expect(splitTokens(167, usages)).toEqual({ prompt: 167, completion: 0 });
    expect(splitUnits(6800n, usages)).toEqual({ prompt: 6800n, completion: 0n });
  });

  it('splits by the first of several that fits', () => {
    const usages = [
      usage({ prompt_tokens: 1, completion_tokens: 1, prompt_price: '1' }),
      usage({ prompt_tokens: 10, completion_tokens: 5 }),
    ];

    expect(splitTokens(15, usages)).toEqual({ prompt: 10, completion: 5 });
    expect(splitUnits(750n, usages)).toEqual({ prompt: 250n, completion: 500n });
  });

  it('reads prices in scientific notation', () => {
    const usages = [usage({ prompt_price: '0E-7', completion_price: '1E-7' })];

    expect(splitUnits(1n, usages)).toEqual({ prompt: 0n, completion: 1n });
  });

  it('tells what a token costs, by one unit for both', () => {
    expect(unitPriceOf([usage({})])).toEqual({
      prompt: '2.5',
      completion: '10',
      priceUnit: '0.000001',
    });
    expect(unitPriceOf([usage({ completion_price_unit: '0.001' })])).toBeUndefined();
    expect(unitPriceOf([])).toBeUndefined();
  });

  it.each([[7], ['text'], [{ prompt_tokens: 'many', prompt_price: 7 }], [[]], [null], [undefined]])(
    'is nothing when an app puts out %j under its name',
    (value) => {
      const parsed = v.parse(v.object({ usage: NodeUsageSchema }), { usage: value }).usage;

      const usages = parsed ? [parsed] : [];
      expect(splitTokens(15, usages)).toEqual({ prompt: 15, completion: 0 });
      expect(splitUnits(15n, usages)).toEqual({ prompt: 15n, completion: 0n });
    },
  );
});

function usage(overrides: Partial<NodeUsage>): NodeUsage {
  return {
    prompt_tokens: 10,
    completion_tokens: 5,
    prompt_price: '0.0000250',
    completion_price: '0.0000500',
    total_price: '0.0000750',
    prompt_unit_price: '2.5',
    prompt_price_unit: '0.000001',
    completion_unit_price: '10',
    completion_price_unit: '0.000001',
    ...overrides,
  };
}

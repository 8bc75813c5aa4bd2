import { describe, expect, it } from 'vitest';
import { gatherUnitPrices, priceTokens } from '../../src/usage/unit-prices.ts';

describe('unit prices', () => {
  it('are read from the texts of a node row, exactly', () => {
    const unitPrices = gatherUnitPrices();
    unitPrices.learn('openai', 'gpt-4o-mini', {
      prompt: '0.15',
      completion: '0.6',
      priceUnit: '0.000001',
    });

    expect(unitPrices.candidates()).toEqual([
      {
        provider: 'openai',
        model: 'gpt-4o-mini',
        prompt: { digits: 15n, scale: 1 },
        completion: { digits: 6n, scale: 0 },
      },
    ]);
  });

  it('are one price, however it is spelled', () => {
    const unitPrices = gatherUnitPrices();
    unitPrices.learn('p', 'm', { prompt: '2.5', completion: '10', priceUnit: '0.000001' });
    unitPrices.learn('p', 'm', { prompt: '2.50', completion: '10.0', priceUnit: '1E-6' });
    unitPrices.learn('p', 'm', { prompt: '0.0025', completion: '0.01', priceUnit: '0.001' });

    expect(unitPrices.candidates()).toHaveLength(1);
  });

  it('come once per price where a model was repriced, in a fixed order', () => {
    const old = { prompt: '5', completion: '15', priceUnit: '0.000001' };
    const present = { prompt: '2.5', completion: '10', priceUnit: '0.000001' };
    const one = gatherUnitPrices();
    one.learn('p', 'm', old);
    one.learn('p', 'm', present);
    const other = gatherUnitPrices();
    other.learn('p', 'm', present);
    other.learn('p', 'm', old);

    expect(one.candidates()).toHaveLength(2);
    expect(one.candidates()).toEqual(other.candidates());
  });

  it.each(['', 'free', '-1', 'NaN', '1,5'])('are not learned from %j', (prompt) => {
    const unitPrices = gatherUnitPrices();
    unitPrices.learn('p', 'm', { prompt, completion: '10', priceUnit: '0.000001' });

    expect(unitPrices.candidates()).toEqual([]);
  });

  it.each([
    [140, '0.15', 210n],
    [27, '0.15', 41n], // 40.5 units
    [25, '0.15', 38n], // 37.5 units
    [1, '0.01', 0n],
    [0, '2.5', 0n],
    [9_007_199_254_740_991, '2.5', 225_179_981_368_524_775n],
  ])(
    'make %i tokens at %s per million cost what Dify charges, rounded half-up',
    (tokens, prompt, units) => {
      const unitPrices = gatherUnitPrices();
      unitPrices.learn('p', 'm', { prompt, completion: '1', priceUnit: '0.000001' });
      const [price] = unitPrices.candidates();

      expect(price && priceTokens(tokens, price.prompt)).toBe(units);
    },
  );
});

import { describe, expect, it } from 'vitest';
import type { AppUsage } from '../../src/usage/app-usage.ts';
import { gatherCurrencies, type ModelCurrency } from '../../src/usage/model-currency.ts';
import { priceModels } from '../../src/usage/price-models.ts';
import { chatUsage, DEEPSEEK, modelUsage, nodeEvent, OPENAI } from '../support/detail.ts';

const PRESENT = { provider: OPENAI, name: 'gpt-4o', savedAt: undefined };

describe('priceModels', () => {
  it('gives a model the currency that node rows of the workspace show', () => {
    const deepseek = modelUsage({ provider: DEEPSEEK, model: 'deepseek-chat' });
    const result = price([deepseek], { seen: [[DEEPSEEK, 'deepseek-chat', 'CNY']] });

    expect(result).toMatchObject({ models: [{ currency: 'CNY' }], assumed: [] });
  });

  it('gives a model the configured currency where no row shows one', () => {
    const deepseek = modelUsage({ provider: DEEPSEEK, model: 'deepseek-chat' });
    const configured = [{ pattern: 'deepseek-*', currency: 'CNY' }];

    expect(price([deepseek], { configured })).toMatchObject({
      models: [{ currency: 'CNY' }],
      assumed: [],
    });
  });

  it('assumes USD for each other model, by name, and knows which providers are priced in RMB', () => {
    const models = [
      modelUsage({ bucket: '2026-10-01' }),
      modelUsage({ bucket: '2026-10-02' }),
      modelUsage({ bucket: '2026-10-02', provider: DEEPSEEK, model: 'deepseek-chat' }),
    ];

    expect(price(models).assumed).toEqual([
      {
        model: { provider: DEEPSEEK, name: 'deepseek-chat' },
        currency: { currency: 'USD', basis: 'assumed', likelyRmb: true },
        tokens: 15,
      },
      {
        model: { provider: OPENAI, name: 'gpt-4o' },
        currency: { currency: 'USD', basis: 'assumed', likelyRmb: false },
        tokens: 30,
      },
    ]);
  });

  it('assumes nothing about a model that cost nothing', () => {
    expect(price([modelUsage({ promptUnits: 0n, completionUnits: 0n })]).assumed).toEqual([]);
  });

  it('gives what the ledger holds beyond its models to an unknown one, in the present currency', () => {
    const usage = chatUsage({
      app: { id: 'app-1', name: 'Support', mode: 'chat', model: PRESENT },
      ledger: [{ bucket: '2026-10', totalTokens: 100, units: 1000n }],
    });

    expect(price([modelUsage()], { usage, seen: [[OPENAI, 'gpt-4o', 'EUR']] }).models).toEqual([
      modelUsage({ currency: 'EUR' }),
      {
        bucket: '2026-10',
        user: undefined,
        provider: undefined,
        model: undefined,
        currency: 'EUR',
        promptTokens: 85,
        completionTokens: 0,
        promptUnits: 250n,
        completionUnits: 0n,
        executions: 0,
        certainty: 'exact',
      },
    ]);
  });

  it('leaves alone what node rows price, which no ledger counts', () => {
    expect(price([], { rows: [modelUsage({ currency: 'CNY' })] })).toEqual({
      models: [modelUsage({ currency: 'CNY' })],
      assumed: [],
    });
  });

  it('throws when the models have more than the ledger', () => {
    const usage = chatUsage({ ledger: [{ bucket: '2026-10', totalTokens: 15, units: 749n }] });

    expect(() => price([modelUsage()], { usage })).toThrow(
      new TypeError('The models of the app app-1 have more than its ledger in 2026-10'),
    );
  });
});

type Facts = {
  readonly usage?: AppUsage;
  readonly seen?: readonly (readonly [provider: string, model: string, currency: string])[];
  readonly configured?: readonly ModelCurrency[];
  readonly rows?: readonly ReturnType<typeof modelUsage>[];
};

/** Unless told otherwise the ledger holds just these models. */
function price(models: readonly ReturnType<typeof modelUsage>[], facts: Facts = {}) {
  const currencies = gatherCurrencies();
  for (const [provider, model, currency] of facts.seen ?? []) {
    currencies.learn(nodeEvent({ provider, model, cost: { currency, units: 1n } }));
  }
  const ledger = models.map((part) => ({
    bucket: part.bucket,
    totalTokens: part.promptTokens + part.completionTokens,
    units: part.promptUnits + part.completionUnits,
  }));
  const detail = { users: [], models: [...models, ...(facts.rows ?? [])], notes: [] };
  return priceModels(facts.usage ?? chatUsage({ ledger }), detail, {
    currencies,
    modelCurrencies: facts.configured ?? [],
  });
}

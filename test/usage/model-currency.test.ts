import { describe, expect, it } from 'vitest';
import type { App, AppModel } from '../../src/usage/app.ts';
import {
  decideLedgerCurrency,
  gatherCurrencies,
  type ModelCurrency,
  mayMixCurrencies,
} from '../../src/usage/model-currency.ts';
import { app, at, usageEvent } from '../support/usage.ts';

const OPENAI = 'langgenius/openai/openai';
const DEEPSEEK = 'langgenius/deepseek/deepseek';

describe('gatherCurrencies', () => {
  it('remembers what node rows of a model were priced in', () => {
    const evidence = seen([OPENAI, 'gpt-4o', 'USD'], [DEEPSEEK, 'deepseek-chat', 'CNY']);

    expect(evidence.currenciesOf(model({ provider: DEEPSEEK, name: 'deepseek-chat' }))).toEqual([
      'CNY',
    ]);
    expect(evidence.all()).toEqual(['CNY', 'USD']);
  });

  it('does not take one provider for another that has a model of the same name', () => {
    const evidence = seen([OPENAI, 'gpt-4o', 'USD']);

    expect(evidence.currenciesOf(model({ provider: 'mine/azure/azure' }))).toEqual([]);
  });

  it('learns nothing from a row without a price or without a model', () => {
    const evidence = gatherCurrencies();
    evidence.learn(usageEvent({ cost: { currency: 'USD', units: 0n } }));
    evidence.learn(usageEvent({ provider: undefined }));
    evidence.learn(usageEvent({ model: undefined }));

    expect(evidence.all()).toEqual([]);
  });

  it('remembers every currency of a model that was priced in two', () => {
    const evidence = seen([OPENAI, 'gpt-4o', 'USD'], [OPENAI, 'gpt-4o', 'EUR']);

    expect(evidence.currenciesOf(model())).toEqual(['USD', 'EUR']);
  });

  it.each([
    ['a/b', 'c'],
    ['__proto__', 'constructor'],
    ['","', '['],
  ])('keeps the names %j and %j apart from each other', (provider, name) => {
    const evidence = seen([provider, name, 'CNY']);

    expect(evidence.currenciesOf(model({ provider, name }))).toEqual(['CNY']);
    expect(evidence.currenciesOf(model({ provider: `${provider}${name}`, name: '' }))).toEqual([]);
    expect(evidence.currenciesOf(model({ provider: name, name: provider }))).toEqual([]);
  });
});

describe('mayMixCurrencies', () => {
  const chats = (...models: readonly (AppModel | undefined)[]) =>
    models.map((each) => app({ mode: 'chat', model: each }));
  const deepseek = model({ provider: DEEPSEEK, name: 'deepseek-chat' });
  const usd = () => seen([OPENAI, 'gpt-4o', 'USD']);

  it.each([
    ['one currency is seen', false, chats(model()), usd(), []],
    ['nothing is seen', false, chats(model(), undefined), seen(), []],
    ['two are seen', true, [], seen([OPENAI, 'a', 'USD'], [DEEPSEEK, 'b', 'CNY']), []],
    ['another is configured', true, [], usd(), [{ pattern: 'qwen-*', currency: 'CNY' }]],
    ['a provider prices in RMB', true, chats(model(), deepseek), usd(), []],
    ['all is priced in RMB', false, chats(deepseek), seen([DEEPSEEK, 'x', 'CNY']), []],
  ])('where %s: %s', (_what, mixes, apps, evidence, configured) => {
    expect(mayMixCurrencies(apps, evidence, configured)).toBe(mixes);
  });
});

describe('decideLedgerCurrency', () => {
  it('takes the currency that node rows of the same model show', () => {
    const evidence = seen([DEEPSEEK, 'deepseek-chat', 'CNY']);

    expect(decide(model({ provider: DEEPSEEK, name: 'deepseek-chat' }), evidence)).toEqual({
      currency: 'CNY',
      basis: 'seen',
      likelyRmb: false,
    });
  });

  it('takes the configured one where none was seen', () => {
    expect(
      decide(model({ provider: DEEPSEEK, name: 'deepseek-chat' }), seen(), [
        { pattern: 'deepseek-chat', currency: 'CNY' },
      ]),
    ).toEqual({ currency: 'CNY', basis: 'configured', likelyRmb: false });
  });

  it('believes what was seen rather than what is configured', () => {
    const configured = [{ pattern: '*', currency: 'CNY' }];

    expect(decide(model(), seen([OPENAI, 'gpt-4o', 'USD']), configured)).toMatchObject({
      currency: 'USD',
      basis: 'present_model',
    });
  });

  it('takes the configured one where two were seen', () => {
    const evidence = seen([OPENAI, 'gpt-4o', 'USD'], [OPENAI, 'gpt-4o', 'EUR']);

    expect(decide(model(), evidence, [{ pattern: 'gpt-4o', currency: 'EUR' }])).toMatchObject({
      currency: 'EUR',
      basis: 'present_model',
    });
    expect(decide(model(), evidence)).toMatchObject({ currency: 'USD', basis: 'assumed' });
  });

  it('takes the first pattern that fits', () => {
    const configured = [
      { pattern: 'gpt-4o', currency: 'EUR' },
      { pattern: '*', currency: 'CNY' },
    ];

    expect(decide(model(), seen(), configured)).toMatchObject({ currency: 'EUR' });
    expect(decide(model({ name: 'other' }), seen(), configured)).toMatchObject({
      currency: 'CNY',
    });
  });

  describe('for what an app spent on a model that may be another than the present one', () => {
    const mixed = () => seen([OPENAI, 'gpt-4o', 'USD'], [DEEPSEEK, 'deepseek-chat', 'CNY']);

    it('is not sure, since a conversation keeps the model that it began with years ago', () => {
      expect(decide(model(), mixed())).toMatchObject({ currency: 'USD', basis: 'present_model' });
    });

    it('is sure where everything is priced in one currency', () => {
      const evidence = seen([OPENAI, 'gpt-4o', 'USD'], [OPENAI, 'gpt-4o-mini', 'USD']);

      expect(decide(model({ savedAt: undefined }), evidence)).toMatchObject({ basis: 'seen' });
    });

    it('is not sure where a second currency is configured', () => {
      expect(
        decide(model({ savedAt: undefined }), seen([OPENAI, 'gpt-4o', 'USD']), [
          { pattern: 'qwen-*', currency: 'CNY' },
        ]),
      ).toMatchObject({ currency: 'USD', basis: 'present_model' });
    });
  });

  it.each([
    [DEEPSEEK, true],
    ['deepseek', true],
    ['langgenius/tongyi/tongyi', true],
    [OPENAI, false],
    ['deepseek/openai', false],
    ['langgenius/deepseek/', false],
    ['', false],
    ['__proto__', false],
    ['constructor', false],
  ])('assumes USD for the provider %j and suspects RMB: %s', (provider, likelyRmb) => {
    expect(decide(model({ provider, name: 'x' }), seen())).toEqual({
      currency: 'USD',
      basis: 'assumed',
      likelyRmb,
    });
  });

  it('assumes USD for an app whose model is not told', () => {
    expect(decide(undefined, seen([DEEPSEEK, 'x', 'CNY']))).toEqual({
      currency: 'USD',
      basis: 'assumed',
      likelyRmb: false,
    });
  });

  it.each([
    ['gpt-4o', 'gpt-4o', true],
    ['gpt-4o', 'gpt-4o-mini', false],
    ['gpt-4o', 'GPT-4O', false],
    ['gpt-*', 'gpt-4o', true],
    ['gpt-*', 'gpt-', true],
    ['gpt-*', 'my-gpt-4o', false],
    ['*-mini', 'gpt-4o-mini', true],
    ['*-mini', 'gpt-4o-mini-2', false],
    ['*', '', true],
    ['*', 'anything', true],
    ['**', 'anything', true],
    ['a*b*c', 'a-b-c', true],
    ['a*b*c', 'abc', true],
    ['a*b*c', 'a-c-b', false],
    ['a*a', 'a', false],
    ['a*a', 'aa', true],
    ['a*b*b', 'ab', false],
    ['*b*', 'abc', true],
    ['*b*', 'ac', false],
    ['gpt.4o', 'gpt-4o', false],
    ['(a+)+$', '(a+)+$', true],
    ['.*', '.5', true],
    ['.*', '5', false],
    ['', 'x', false],
  ])('fits the pattern %j to the model %j: %s', (pattern, name, fits) => {
    const { basis } = decide(model({ name }), seen(), [{ pattern, currency: 'EUR' }]);

    expect(basis).toBe(fits ? 'configured' : 'assumed');
  });

  it('does not take long for a pattern of many stars', () => {
    const pattern = 'a*'.repeat(40);
    const startedAt = performance.now();
    const { basis } = decide(model({ name: `${'a'.repeat(5000)}b` }), seen(), [
      { pattern: `${pattern}c`, currency: 'EUR' },
    ]);

    expect(basis).toBe('assumed');
    expect(performance.now() - startedAt).toBeLessThan(1000);
  });
});

function model(overrides: Partial<AppModel> = {}): AppModel {
  return {
    provider: OPENAI,
    name: 'gpt-4o',
    savedAt: at('2026-01-01T00:00:00Z'),
    ...overrides,
  };
}

function seen(...rows: readonly (readonly [provider: string, model: string, currency: string])[]) {
  const evidence = gatherCurrencies();
  for (const [provider, name, currency] of rows) {
    evidence.learn(usageEvent({ provider, model: name, cost: { currency, units: 1n } }));
  }
  return evidence;
}

function decide(
  ofApp: App['model'],
  evidence: ReturnType<typeof seen>,
  configured: readonly ModelCurrency[] = [],
) {
  return decideLedgerCurrency(app({ mode: 'chat', model: ofApp }), evidence, configured);
}

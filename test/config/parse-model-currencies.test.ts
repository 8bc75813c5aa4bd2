import { describe, expect, it } from 'vitest';
import { parseModelCurrencies } from '../../src/config/parse-model-currencies.ts';

describe('parseModelCurrencies', () => {
  it('reads a model name that contains an equals sign', () => {
    expect(parseModelCurrencies('ft:x=y=cny')).toEqual([{ pattern: 'ft:x=y', currency: 'CNY' }]);
  });

  it('takes a hostile name for what it is', () => {
    expect(parseModelCurrencies('__proto__=EUR')).toEqual([
      { pattern: '__proto__', currency: 'EUR' },
    ]);
  });

  it.each(['deepseek-chat', '=CNY', 'a=', 'a=YUAN', 'a=C1Y', 'a=CNY;b=CNY'])(
    'refuses %s',
    (text) => {
      expect(() => parseModelCurrencies(`gpt-4o=USD,${text}`)).toThrow(
        'Entry 2 is not a model with its currency.',
      );
    },
  );
});

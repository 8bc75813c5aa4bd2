import { gatherUnitPrices, type UnitPrices } from '../../src/usage/unit-prices.ts';

/** The unit prices that the node rows of every recorded world name. */
export function recordedUnitPrices(version: string): UnitPrices {
  const isOld = version === '0.15.3';
  const unitPrices = gatherUnitPrices();
  const learn = (plugin: string, model: string, prompt: string, completion: string) =>
    unitPrices.learn(isOld ? 'openai_api_compatible' : `langgenius/${plugin}/${plugin}`, model, {
      prompt,
      completion,
      priceUnit: '0.000001',
    });
  learn('openai', 'gpt-4o', '2.5', '10');
  learn('openai', 'gpt-4o-mini', '0.15', '0.6');
  learn('deepseek', 'deepseek-chat', '2', '8');
  return unitPrices;
}

import { message } from '../language/message.ts';
import type { ModelCurrency } from '../usage/model-currency.ts';
import { InvalidSetting } from './invalid-setting.ts';

/** Reads `deepseek-chat=CNY,qwen-*=CNY`; RMB, which Dify's plugins write, is the same as CNY. */
export function parseModelCurrencies(text: string): readonly ModelCurrency[] {
  const items = text.split(',').map((item) => item.trim());
  return items.filter((item) => item !== '').map((item, at) => parseModelCurrency(item, at + 1));
}

function parseModelCurrency(item: string, index: number): ModelCurrency {
  // A model name may contain an equals sign, a currency cannot.
  const separator = item.lastIndexOf('=');
  const pattern = item.slice(0, Math.max(separator, 0)).trim();
  const currency = item
    .slice(separator + 1)
    .trim()
    .toUpperCase();

  if (pattern === '' || pattern.includes(';') || !/^[A-Z]{3}$/.test(currency)) {
    throw new InvalidSetting(message('currency_problem', { index }), message('currency_cure'));
  }
  return { pattern, currency: currency === 'RMB' ? 'CNY' : currency };
}

import { message } from '../language/message.ts';
import type { ModelCurrency } from '../usage/model-currency.ts';
import { InvalidSetting } from './invalid-setting.ts';
import { quote } from './quote.ts';

/** Reads `deepseek-chat=CNY,qwen-*=CNY`; RMB, which Dify's plugins write, is the same as CNY. */
export function parseModelCurrencies(text: string): readonly ModelCurrency[] {
  const items = text.split(',').map((item) => item.trim());
  return items.filter((item) => item !== '').map(parseModelCurrency);
}

function parseModelCurrency(item: string): ModelCurrency {
  // A model name may contain an equals sign, a currency cannot.
  const separator = item.lastIndexOf('=');
  const pattern = item.slice(0, Math.max(separator, 0)).trim();
  const currency = item
    .slice(separator + 1)
    .trim()
    .toUpperCase();

  if (pattern === '' || pattern.includes(';') || !/^[A-Z]{3}$/.test(currency)) {
    throw new InvalidSetting(
      message('currency_problem', { value: quote(item) }),
      message('currency_cure'),
    );
  }
  return { pattern, currency: currency === 'RMB' ? 'CNY' : currency };
}

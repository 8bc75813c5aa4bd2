import { safeText } from '../text/safe-text.ts';
import type { Text, Value } from './message.ts';

/** The same text with everything in it made harmless that may be from elsewhere. */
export function safeMessage(text: Text): Text {
  if (typeof text === 'string') return safeText(text);
  const values = Object.entries(text.values).map(([name, value]) => [name, safeValue(value)]);
  return { code: text.code, values: Object.fromEntries(values) };
}

function safeValue(value: Value): Value {
  if (typeof value === 'number' || typeof value === 'bigint') return value;
  if (typeof value === 'string' || 'code' in value) return safeMessage(value);
  return value.map(safeMessage);
}

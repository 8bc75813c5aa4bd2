import type { Message } from '../../src/language/message.ts';
import { sayInEnglish } from '../../src/language/say.ts';

/** The same value with every message in it as its English text. */
export function inEnglish(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || value instanceof Error) return value;
  if (Array.isArray(value)) return value.map(inEnglish);
  if (isMessage(value)) return sayInEnglish(value);
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, inEnglish(each)]));
}

function isMessage(value: object): value is Message {
  return 'code' in value && 'values' in value;
}

import { en } from './en.ts';
import type { MessageCode, Text, Value } from './message.ts';
import { fillTemplate } from './template.ts';

export type Catalogue = Readonly<Record<MessageCode, string>>;

/** Puts a text into the words of one language. */
export type Say = (text: Text) => string;

export function sayIn(catalogue: Catalogue): Say {
  const sayValue = (value: Value | undefined): string => {
    if (typeof value !== 'object') return String(value);
    return 'code' in value ? say(value) : value.map(say).join(catalogue.list_separator);
  };
  const say: Say = (text) =>
    typeof text === 'string'
      ? text
      : fillTemplate(catalogue[text.code], (name) => sayValue(text.values[name]));
  return say;
}

/** For what programs and developers read: logs, stored reasons, the causes of errors. */
export const sayInEnglish: Say = sayIn(en);

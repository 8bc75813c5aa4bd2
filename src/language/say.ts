import { en } from './en.ts';
import type { MessageCode, Text, Value } from './message.ts';
import { divideTemplate, fillTemplate } from './template.ts';

export type Catalogue = Readonly<Record<MessageCode, string>>;

/** Puts a text into the words of one language. */
export type Say = {
  (text: Text): string;
  /** The same as two things: the text without its cures, and these as sentences of their own. */
  parts(text: Text): Parts;
};

export type Parts = {
  readonly problem: string;
  /** Undefined where neither the text nor anything in it says what to do. */
  readonly cure: string | undefined;
};

/** A cure that ends like this is there to be copied, and a full stop would be copied too. */
const ENDS_IN_COMMAND = /[:：] ?\{\w+\}$/u;

export function sayIn(catalogue: Catalogue): Say {
  const sayValue = (value: Value | undefined): string => {
    if (typeof value !== 'object') return String(value);
    return 'code' in value ? say(value) : value.map(say).join(catalogue.list_separator);
  };
  const say = (text: Text): string =>
    typeof text === 'string'
      ? text
      : fillTemplate(catalogue[text.code], (name) => sayValue(text.values[name]));

  const toSentence = (template: string, said: string): string => {
    const cure = said.charAt(0).toUpperCase() + said.slice(1);
    const isEnded = ENDS_IN_COMMAND.test(template) || /[.!?。！？]$/u.test(cure);
    return isEnded ? cure : fillTemplate(catalogue.as_sentence, () => cure);
  };
  /** The problem of a value; its cures are added to `cures`. */
  const divideValue = (value: Value | undefined, cures: Set<string>): string => {
    if (typeof value !== 'object') return String(value);
    if ('code' in value) return divide(value, cures);
    return value.map((text) => divide(text, cures)).join(catalogue.list_separator);
  };
  const divide = (text: Text, cures: Set<string>): string => {
    if (typeof text === 'string') return text;
    const { problem, cure } = divideTemplate(catalogue[text.code]);
    const said = fillTemplate(problem, (name) => divideValue(text.values[name], cures));
    if (cure !== undefined) {
      cures.add(
        toSentence(
          cure,
          fillTemplate(cure, (name) => sayValue(text.values[name])),
        ),
      );
    }
    return said;
  };

  return Object.assign(say, {
    parts(text: Text): Parts {
      const cures = new Set<string>();
      const problem = divide(text, cures);
      const [first, ...others] = cures;
      let cure = first;
      for (const rest of others) {
        const two: Readonly<Record<string, string | undefined>> = { first: cure, rest };
        cure = fillTemplate(catalogue.two_sentences, (name) => two[name] ?? '');
      }
      return { problem, cure };
    },
  });
}

/** For what programs and developers read: logs, stored reasons, the causes of errors. */
export const sayInEnglish: Say = sayIn(en);

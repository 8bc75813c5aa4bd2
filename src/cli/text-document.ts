import type { Text } from '../language/message.ts';
import type { Say } from '../language/say.ts';

type TextDocument = {
  readonly message: string;
  /** A sentence of its own; absent where the message does not say what to do. */
  readonly cure?: string;
};

/** A text as part of a JSON document; what to do stands beside the message as well as in it. */
export function toTextDocument(text: Text, say: Say): TextDocument {
  const { cure } = say.parts(text);
  return { message: say(text), ...(cure === undefined ? {} : { cure }) };
}

import type { Text } from './message.ts';
import { sayInEnglish } from './say.ts';

/** An error that people are told of, each in their language; its `message` is for logs, in English. */
export abstract class ToldError extends Error {
  readonly told: Text;

  constructor(told: Text, options?: ErrorOptions) {
    super(sayInEnglish(told), options);
    this.told = told;
  }
}

/** What to tell of an error; of one that is not ours its message, as it is. */
export function textOf(error: Error): Text {
  return error instanceof ToldError ? error.told : error.message;
}

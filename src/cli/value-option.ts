import { InvalidArgumentError, Option } from 'commander';
import { type Message, message } from '../language/message.ts';
import type { Say } from '../language/say.ts';

/**
 * An option with a value; an empty one is a variable of the shell that was not set. The configuration
 * judges the value: `words` are for help and completion.
 */
export function valueOption(
  say: Say,
  flags: string,
  description: Message,
  words: readonly string[] = [],
): Option {
  const option = new Option(flags, say(description)).argParser((text) => {
    if (text.trim() !== '') return text;
    throw new InvalidArgumentError(say(message('mistake_empty')));
  });
  if (words.length > 0) option.argChoices = [...words];
  return option;
}

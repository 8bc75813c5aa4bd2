import { InvalidArgumentError, Option } from 'commander';

/** An option with a value; an empty one is a variable of the shell that was not set. */
export function valueOption(flags: string, description: string): Option {
  return new Option(flags, description).argParser((text) => {
    if (text.trim() !== '') return text;
    throw new InvalidArgumentError('It is empty.');
  });
}

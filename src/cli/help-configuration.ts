import type { Argument, HelpConfiguration, Option } from 'commander';
import { type Message, message } from '../language/message.ts';
import type { Say } from '../language/say.ts';
import { wrapText } from './formats/wrap-text.ts';

/** Commander's, which it hands over by their words. */
const HEADINGS: Readonly<Record<string, Message>> = {
  'Usage:': message('help_usage'),
  'Arguments:': message('help_arguments'),
  'Options:': message('help_options'),
  'Global Options:': message('help_global_options'),
  'Commands:': message('help_commands'),
};

/** In less, commander leaves the lines to the terminal. */
const FEWEST_COLUMNS = 40;

/** The help as commander lays it out, with its own words in the language, and lines as wide as they look. */
export function helpConfiguration(say: Say): HelpConfiguration {
  return {
    showGlobalOptions: true,
    minWidthToWrap: FEWEST_COLUMNS,
    styleTitle: (heading) => say(HEADINGS[heading] ?? heading),
    optionDescription: (option) => describeOption(option, say),
    argumentDescription: ({ description, argChoices }) => withChoices(description, argChoices, say),
    boxWrap: (text, columns) => (columns < FEWEST_COLUMNS ? text : wrapText(text, columns)),
  };
}

function describeOption({ description, argChoices, presetArg }: Option, say: Say): string {
  if (presetArg === undefined) return withChoices(description, argChoices, say);
  return say(message('help_with_preset', { description, value: String(presetArg) }));
}

function withChoices(description: string, choices: Argument['argChoices'], say: Say): string {
  if (choices === undefined) return description;
  const words = choices.map((choice) => message('help_choice', { choice }));
  return say(message('help_with_choices', { description, choices: words }));
}

import type { CommanderError } from 'commander';
import { type Message, message, type Text } from '../language/message.ts';
import { safeText } from '../text/safe-text.ts';

/** Commander's sentences, whose parts no property of its errors has. */
const SENTENCES: readonly (readonly [RegExp, (part: Part) => Message])[] = [
  [
    /^unknown option '(?<option>.*)'\n(?<question>\(Did you mean .*)$/s,
    (part) =>
      message('mistake_misspelt_option', {
        option: part('option'),
        question: toQuestion(part('question')),
      }),
  ],
  [
    /^unknown option '(?<option>.*)'$/s,
    (part) => message('mistake_unknown_option', { option: part('option') }),
  ],
  [
    /^unknown command '(?<command>.*)'\n(?<question>\(Did you mean .*)$/s,
    (part) =>
      message('mistake_misspelt_command', {
        command: part('command'),
        question: toQuestion(part('question')),
      }),
  ],
  [
    /^unknown command '(?<command>.*)'$/s,
    (part) => message('mistake_unknown_command', { command: part('command') }),
  ],
  [
    /^missing required argument '(?<argument>.*)'$/s,
    (part) => message('mistake_missing_argument', { argument: part('argument') }),
  ],
  [
    /^option '(?<option>[^']*)' argument missing$/,
    (part) => message('mistake_option_without_value', { option: part('option') }),
  ],
  [
    /^option '(?<option>[^']*)' cannot be used with option '(?<other>[^']*)'$/,
    (part) => message('mistake_conflict', { option: part('option'), other: part('other') }),
  ],
  [
    /^too many arguments for '(?<command>.*)'\. Expected 1 argument but got (?<given>\d+)\.$/s,
    (part) =>
      message('mistake_more_than_one_argument', { command: part('command'), given: part('given') }),
  ],
  [
    /^too many arguments for '(?<command>.*)'\. Expected (?<expected>\d+) arguments but got (?<given>\d+)\.$/s,
    (part) =>
      message('mistake_too_many_arguments', {
        command: part('command'),
        expected: part('expected'),
        given: part('given'),
      }),
  ],
  [
    // The value may hold the same words, and what follows them may not.
    /^option '(?<option>[^']*)' argument '(?<value>.*)' is invalid\. (?<cure>.*)$/s,
    (part) =>
      message('mistake_option_value', {
        option: part('option'),
        value: part('value'),
        cure: toCure(part('cure')),
      }),
  ],
  [
    /^command-argument value '(?<value>.*)' is invalid for argument '(?<argument>[^']*)'\. (?<cure>.*)$/s,
    (part) =>
      message('mistake_argument_value', {
        value: part('value'),
        argument: part('argument'),
        cure: toCure(part('cure')),
      }),
  ],
];

type Part = (name: string) => string;

const LONGEST_PART = 200;

/** What commander finds wrong with the arguments; what it says in a way that is not known, in its words. */
export function describeMistake({ code, message: text }: CommanderError): Text {
  // Commander shows help by itself when a command is missing; its message is then "(outputHelp)".
  if (code === 'commander.help') return message('mistake_no_command');

  const sentence = text.replace(/^error: /, '');
  for (const [pattern, describe] of SENTENCES) {
    const groups = pattern.exec(sentence)?.groups;
    if (groups !== undefined) return describe((name) => safeText(groups[name] ?? '', LONGEST_PART));
  }
  const words = safeText(sentence, 300);
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}.`;
}

function toQuestion(text: string): Text {
  const { name } = /^\(Did you mean (?!one of )(?<name>.*)\?\)$/.exec(text)?.groups ?? {};
  if (name !== undefined) return message('mistake_did_you_mean', { name });
  const { names } = /^\(Did you mean one of (?<names>.*)\?\)$/.exec(text)?.groups ?? {};
  return names === undefined
    ? text
    : message('mistake_did_you_mean_one_of', { names: names.split(', ') });
}

/** Ours are in the language of the run already. */
function toCure(text: string): Text {
  const { choices } = /^Allowed choices are (?<choices>.*)\.$/.exec(text)?.groups ?? {};
  return choices === undefined
    ? text
    : message('mistake_choices', { choices: choices.split(', ') });
}

import { buildProgram } from '../cli/build-program.ts';
import {
  type CommandDescription,
  describeCommand,
  type OptionDescription,
} from '../cli/describe-command.ts';
import { exitStatusTable } from '../cli/exit-status-table.ts';
import { listCommands } from '../cli/list-commands.ts';
import { ownOptions } from '../cli/list-options.ts';
import type { Variable } from '../config/variable.ts';
import { variableTable } from '../config/variables.ts';
import { sayInEnglish } from '../language/say.ts';
import { version, versionDate } from '../version.ts';
import { environmentNotes } from './environment-notes.ts';
import { manExamples } from './man-examples.ts';
import { roffBold, roffEntry, roffLines, roffParagraphs, roffSection, roffText } from './roff.ts';
import { stateFiles } from './state-files.ts';

/** The page of `man dify-usage`, made of what `--help`, the settings and the statuses are made of. */
export function manPage(): string {
  const program = describeCommand(buildProgram(() => undefined, sayInEnglish));
  const [purpose = '', ...description] = program.description.split('\n\n');
  const commands = listCommands(program).filter(({ name }) => name !== '');
  const lines = [
    `.TH DIFY\\-USAGE 1 ${versionDate} "dify\\-usage ${roffText(version)}" "User Commands"`,
    '.nh', // what is divided at the end of a line cannot be copied
    '.ad l',
    ...roffSection('NAME', roffLines(`dify-usage - ${lowerFirst(purpose)}`)),
    ...roffSection('SYNOPSIS', synopsis(commands)),
    ...roffSection('DESCRIPTION', roffParagraphs(description.join('\n\n'))),
    ...roffSection(
      'COMMANDS',
      commands.flatMap((each) => commandLines(each, program)),
    ),
    ...roffSection('OPTIONS OF EVERY COMMAND', program.options.flatMap(optionLines)),
    ...roffSection('ENVIRONMENT', [
      ...variableTable.flatMap(variableLines),
      ...environmentNotes.flatMap(({ term, meaning }) => roffEntry(term, meaning)),
    ]),
    ...roffSection(
      'FILES',
      stateFiles.flatMap(({ path, meaning }) => roffEntry(path, meaning)),
    ),
    ...roffSection(
      'EXIT STATUS',
      exitStatusTable.flatMap(({ code, meaning, actor }) =>
        roffEntry(
          String(code),
          `${upperFirst(sayInEnglish(meaning))}. Who has to act: ${sayInEnglish(actor)}.`,
        ),
      ),
    ),
    ...roffSection('EXAMPLES', listCommands(program).flatMap(manExamples)),
    ...roffSection('SEE ALSO', ['.BR crontab (5),', '.BR flock (1)']),
  ];
  return `${lines.join('\n')}\n`;
}

/** Only what can be run: `spool` alone is no command. */
function synopsis(commands: readonly CommandDescription[]): string[] {
  return commands
    .filter((command) => command.commands.length === 0)
    .flatMap(({ usage }, at) => (at === 0 ? [roffText(usage)] : ['.br', roffText(usage)]));
}

function commandLines(command: CommandDescription, program: CommandDescription): string[] {
  return [
    `.SS ${roffText(command.usage)}`,
    ...roffParagraphs(command.description),
    ...command.arguments.flatMap(({ term, description, words }) =>
      roffEntry(term, withWords(description, words)),
    ),
    ...ownOptions(command, program).flatMap(optionLines),
  ];
}

function optionLines({ term, description, value }: OptionDescription): readonly string[] {
  return roffEntry(term, withWords(description, value?.words ?? []));
}

function withWords(description: string, words: readonly string[]): string {
  return words.length === 0 ? description : `${description} Choices: ${words.join(', ')}.`;
}

function variableLines(variable: Variable<unknown>): readonly string[] {
  const { name, meaning, secret, alias, outrankedBy } = variable;
  const fallback = variable.default ?? (variable.whenUnset && sayInEnglish(variable.whenUnset));
  const label = variable.default === undefined ? 'When unset' : 'Default';
  return [
    ...roffEntry(name, `${sayInEnglish(meaning)}.`),
    ...(fallback === undefined ? [] : roffLines(`${label}: ${fallback}.`)),
    ...(alias ? [`${roffBold(alias)} is understood as well.`] : []),
    ...(outrankedBy ? [`${roffBold(outrankedBy)} outranks it.`] : []),
    ...(secret ? [`${roffBold(`${name}_FILE`)} names a file that holds it instead.`] : []),
  ];
}

function upperFirst(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** As the line of a NAME section is written. */
function lowerFirst(sentence: string): string {
  return sentence.charAt(0).toLowerCase() + sentence.slice(1).replace(/\.$/, '');
}

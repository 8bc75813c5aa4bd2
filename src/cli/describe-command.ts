import { EventEmitter } from 'node:events';
import type { Option, Command as Program } from 'commander';

/** A command as its help describes it, for what else is made of the same source. */
export type CommandDescription = {
  /** Its name below the program's, such as `spool rm`; empty for the program itself. */
  readonly name: string;
  /** The last word of its name, such as `rm`. */
  readonly word: string;
  /** What is typed, such as `dify-usage spool rm [options] <ids...>`. */
  readonly usage: string;
  readonly summary: string;
  readonly description: string;
  readonly arguments: readonly ArgumentDescription[];
  /** Its own ones; those of the program are understood by every command. */
  readonly options: readonly OptionDescription[];
  readonly commands: readonly CommandDescription[];
  /** What the help shows after the options, as text. */
  readonly examples: string;
};

export type ArgumentDescription = {
  readonly name: string;
  /** How usage and help write it, such as `<ids...>`. */
  readonly term: string;
  readonly isRepeated: boolean;
  readonly description: string;
  /** Empty when it may be anything. */
  readonly words: readonly string[];
};

export type OptionDescription = {
  /** How the help writes it, such as `-h, --help` or `--output <file>`. */
  readonly term: string;
  readonly short: string | undefined;
  readonly long: string;
  readonly description: string;
  readonly value: ValueDescription | undefined;
  /** Long options that it cannot stand beside. */
  readonly conflicts: readonly string[];
};

export type ValueDescription = {
  /** As in the term, without brackets. */
  readonly name: string;
  readonly isOptional: boolean;
  readonly isFile: boolean;
  /** What the help lists; empty when it may be anything. */
  readonly words: readonly string[];
};

/** Describes what `--help` of a command and of all its subcommands shows. */
export function describeCommand(command: Program, name = ''): CommandDescription {
  const help = command.createHelp();
  const options = help.visibleOptions(command);
  return {
    name,
    word: name.split(' ').at(-1) ?? '',
    usage: help.commandUsage(command),
    summary: help.subcommandDescription(command),
    description: command.description(),
    arguments: help.visibleArguments(command).map((argument) => ({
      name: argument.name(),
      term: help.argumentTerm(argument),
      isRepeated: argument.variadic,
      description: argument.description,
      words: argument.argChoices ?? [],
    })),
    options: options.map((option) => describeOption(option, options)),
    commands: help
      .visibleCommands(command)
      .map((each) => describeCommand(each, `${name} ${each.name()}`.trim())),
    examples: textAfterHelp(command),
  };
}

/** What `addHelpText` has added, which commander hands out by this event. */
function textAfterHelp(command: Program): string {
  let text = '';
  if (command instanceof EventEmitter) {
    command.emit('afterHelp', { command, error: false, write: (part: string) => (text += part) });
  }
  return text;
}

function describeOption(option: Option, siblings: readonly Option[]): OptionDescription {
  const { flags, short, long = flags, description } = option;
  return {
    term: flags,
    short,
    long,
    description,
    value: describeValue(option),
    conflicts: siblings
      .filter((other) => conflictsOf(option).includes(other.attributeName()))
      .map((other) => other.long ?? other.flags),
  };
}

function describeValue({ flags, required, optional, argChoices }: Option) {
  if (!required && !optional) return undefined;
  const name = /[<[](?<name>[^\]>]+)[\]>]/.exec(flags)?.groups?.['name'] ?? 'value';
  return { name, isOptional: optional, isFile: name === 'file', words: argChoices ?? [] };
}

/** Which options exclude each other is in no type of commander's. */
function conflictsOf(option: Option): readonly unknown[] {
  return 'conflictsWith' in option && Array.isArray(option.conflictsWith)
    ? option.conflictsWith
    : [];
}

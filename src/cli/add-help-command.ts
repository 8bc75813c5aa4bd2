import { Argument, type Command as Program } from 'commander';
import { message } from '../language/message.ts';
import type { Say } from '../language/say.ts';
import type { Command } from './command.ts';

/** `help spool rm` is `spool rm --help`; commander's own knows the first level only. */
export function addHelpCommand(
  program: Program,
  choose: (command: Command) => void,
  say: Say,
): void {
  const name = new Argument('[command...]', say(message('help_argument_command')));
  name.argChoices = program.commands.map((command) => command.name());
  program
    .command('help')
    .description(say(message('help_help')))
    .addArgument(name)
    .action((names: readonly string[]) => {
      findCommand(program, names).outputHelp();
      choose({ kind: 'shown' });
    });
}

function findCommand(program: Program, names: readonly string[]): Program {
  let found = program;
  for (const name of names) {
    const next = found.commands.find((command) => command.name() === name);
    if (next === undefined) {
      refuseUnknownCommand(found, name);
      break; // a command without subcommands: what follows are arguments
    }
    found = next;
  }
  return found;
}

/** Lets commander tell a mistaken name and the nearest right one, as it does where no help is wanted. */
export function refuseUnknownCommand(command: Program, name: string): void {
  const isKnown = command.commands.some((each) => each.name() === name);
  if (!isKnown && command.commands.length > 0) command.parse([name], { from: 'user' });
}

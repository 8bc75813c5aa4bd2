import type { CommandDescription } from './describe-command.ts';

/** A command and all that are below it. */
export function listCommands(command: CommandDescription): readonly CommandDescription[] {
  return [command, ...command.commands.flatMap(listCommands)];
}

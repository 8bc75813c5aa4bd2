import type { CommandDescription } from '../cli/describe-command.ts';

/** The program in which `help` has every other command below it, since it takes their names. */
export function completeHelp(program: CommandDescription): CommandDescription {
  const others = program.commands.filter(({ name }) => name !== 'help');
  return {
    ...program,
    commands: program.commands.map((command) =>
      command.name === 'help' ? { ...command, ...namesBelow(command, others) } : command,
    ),
  };
}

function namesBelow(help: CommandDescription, commands: readonly CommandDescription[]) {
  return {
    arguments: [],
    commands: commands.map(
      (command): CommandDescription => ({
        ...command,
        name: `help ${command.name}`,
        options: help.options,
        ...namesBelow(help, command.commands),
      }),
    ),
  };
}

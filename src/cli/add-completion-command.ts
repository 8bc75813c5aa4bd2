import { Argument, type Command as Program } from 'commander';
import { type Command, type Shell, shells } from './command.ts';
import { globalFlagsOf } from './global-flags.ts';
import { COMPLETION_DESCRIPTION, COMPLETION_EXAMPLES } from './help-texts.ts';

export function addCompletionCommand(program: Program, choose: (command: Command) => void): void {
  program
    .command('completion')
    .summary('Print a script that completes commands and options in a shell.')
    .description(COMPLETION_DESCRIPTION)
    .configureHelp({ showGlobalOptions: true })
    .addArgument(new Argument('<shell>', 'The shell that the script is for.').choices(shells))
    .addHelpText('after', COMPLETION_EXAMPLES)
    .action((shell: Shell, _options, command: Program) =>
      choose({ kind: 'completion', flags: globalFlagsOf(command), shell }),
    );
}

import type { Command as Program } from 'commander';
import type { Command } from './command.ts';
import { globalFlagsOf } from './global-flags.ts';
import { CHECK_DESCRIPTION, CHECK_EXAMPLES } from './help-texts.ts';

type CheckOptions = { readonly sendTest?: boolean; readonly forceLogin?: boolean };

export function addCheckCommand(program: Program, choose: (command: Command) => void): void {
  program
    .command('check')
    .summary('Look at everything that an export needs, and name the cure of what is wrong.')
    .description(CHECK_DESCRIPTION)
    .configureHelp({ showGlobalOptions: true })
    .option(
      '--send-test',
      'Post a body without records to the receiver, to prove that it lets us in.',
    )
    .option('--force-login', 'Sign in although these credentials have failed before.')
    .addHelpText('after', CHECK_EXAMPLES)
    .action((options: CheckOptions, command: Program) => {
      const { sendTest = false, forceLogin = false } = options;
      choose({ kind: 'check', flags: globalFlagsOf(command), sendTest, forceLogin });
    });
}

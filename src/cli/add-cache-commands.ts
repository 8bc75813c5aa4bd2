import type { Command as Program } from 'commander';
import type { Command } from './command.ts';
import { globalFlagsOf } from './global-flags.ts';
import { CACHE_DESCRIPTION, CACHE_EXAMPLES } from './help-texts.ts';
import { type LockWaitOptions, lockWaitMsOf, lockWaitOption } from './lock-wait-option.ts';

type ClearOptions = LockWaitOptions & { readonly yes?: boolean };

export function addCacheCommands(program: Program, choose: (command: Command) => void): void {
  const cache = program
    .command('cache')
    .summary('Check or remove what was kept of Dify.')
    .description(CACHE_DESCRIPTION)
    .helpCommand(false)
    .configureHelp({ showGlobalOptions: true })
    .addHelpText('after', CACHE_EXAMPLES);

  cache
    .command('verify')
    .description('Read everything and name what is damaged.')
    .configureHelp({ showGlobalOptions: true })
    .action((_options, command: Program) =>
      choose({ kind: 'cache-verify', flags: globalFlagsOf(command) }),
    );

  cache
    .command('clear')
    .description('Remove everything: the next export reads it from Dify again.')
    .configureHelp({ showGlobalOptions: true })
    .option('--yes', 'Do not ask for confirmation.')
    .addOption(lockWaitOption())
    .action((options: ClearOptions, command: Program) => {
      const { yes = false } = options;
      const lockWaitMs = lockWaitMsOf(options);
      choose({ kind: 'cache-clear', flags: globalFlagsOf(command), yes, lockWaitMs });
    });
}

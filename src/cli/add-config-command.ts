import type { Command as Program } from 'commander';
import type { Say } from '../language/say.ts';
import type { Command } from './command.ts';
import { CONFIG_DESCRIPTION, CONFIG_EXAMPLES } from './help-texts.ts';
import { settingFlagsOf, settingOptions } from './setting-options.ts';

export function addConfigCommand(
  program: Program,
  choose: (command: Command) => void,
  say: Say,
): void {
  const config = program
    .command('config')
    .summary('Show every setting, and where its value is from.')
    .description(CONFIG_DESCRIPTION)
    .configureHelp({ showGlobalOptions: true })
    .addHelpText('after', CONFIG_EXAMPLES)
    .action((_options, command: Program) => {
      choose({ kind: 'config', flags: settingFlagsOf(command) });
    });
  for (const option of Object.values(settingOptions)) config.addOption(option(say));
}

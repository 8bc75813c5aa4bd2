import type { Command as Program } from 'commander';
import { message } from '../language/message.ts';
import type { Say } from '../language/say.ts';
import type { Command } from './command.ts';
import { type Example, formatExamples } from './format-examples.ts';
import { settingFlagsOf, settingOptions } from './setting-options.ts';

const EXAMPLES: readonly Example[] = [
  {
    commands: [
      'dify-usage config --env-file /etc/dify-usage.env',
      'dify-usage config --env-file /etc/dify-usage.env --mode per_user --json',
    ],
  },
];

export function addConfigCommand(
  program: Program,
  choose: (command: Command) => void,
  say: Say,
): void {
  const config = program
    .command('config')
    .summary(say(message('help_config_summary')))
    .description(say(message('help_config')))
    .addHelpText('after', () => formatExamples(EXAMPLES, say))
    .action((_options, command: Program) => {
      choose({ kind: 'config', flags: settingFlagsOf(command) });
    });
  for (const option of Object.values(settingOptions)) config.addOption(option(say));
}

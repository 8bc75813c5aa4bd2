import type { Command as Program } from 'commander';
import { message } from '../language/message.ts';
import type { Say } from '../language/say.ts';
import type { Command } from './command.ts';
import { type Example, formatExamples } from './format-examples.ts';
import { globalFlagsOf } from './global-flags.ts';

type CheckOptions = { readonly sendTest?: boolean; readonly forceLogin?: boolean };

const EXAMPLES: readonly Example[] = [
  { commands: ['dify-usage check --env-file /etc/dify-usage.env'] },
  { purpose: message('help_example_send_test'), commands: ['dify-usage check --send-test'] },
  { purpose: message('help_example_check_quiet'), commands: ['dify-usage check --quiet'] },
];

export function addCheckCommand(
  program: Program,
  choose: (command: Command) => void,
  say: Say,
): void {
  program
    .command('check')
    .summary(say(message('help_check_summary')))
    .description(say(message('help_check')))
    .option('--send-test', say(message('help_option_send_test')))
    .option('--force-login', say(message('help_option_force_login')))
    .addHelpText('after', () => formatExamples(EXAMPLES, say))
    .action((options: CheckOptions, command: Program) => {
      const { sendTest = false, forceLogin = false } = options;
      choose({ kind: 'check', flags: globalFlagsOf(command), sendTest, forceLogin });
    });
}

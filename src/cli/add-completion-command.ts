import { Argument, type Command as Program } from 'commander';
import { message } from '../language/message.ts';
import type { Say } from '../language/say.ts';
import { type Command, type Shell, shells } from './command.ts';
import { type Example, formatExamples } from './format-examples.ts';
import { globalFlagsOf } from './global-flags.ts';

const EXAMPLES: readonly Example[] = [
  {
    purpose: message('help_example_bash'),
    commands: [
      'mkdir -p ~/.local/share/bash-completion/completions',
      'dify-usage completion bash > ~/.local/share/bash-completion/completions/dify-usage',
    ],
  },
  {
    purpose: message('help_example_zsh'),
    commands: [`dify-usage completion zsh > "\${fpath[1]}/_dify-usage"`],
  },
  {
    purpose: message('help_example_fish'),
    commands: ['dify-usage completion fish > ~/.config/fish/completions/dify-usage.fish'],
  },
];

export function addCompletionCommand(
  program: Program,
  choose: (command: Command) => void,
  say: Say,
): void {
  program
    .command('completion')
    .summary(say(message('help_completion_summary')))
    .description(say(message('help_completion')))
    .addArgument(new Argument('<shell>', say(message('help_argument_shell'))).choices(shells))
    .addHelpText('after', () => formatExamples(EXAMPLES, say))
    .action((shell: Shell, _options, command: Program) =>
      choose({ kind: 'completion', flags: globalFlagsOf(command), shell }),
    );
}

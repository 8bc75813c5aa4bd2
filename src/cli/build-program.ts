import { Option, Command as Program } from 'commander';
import { languages } from '../language/languages.ts';
import { message } from '../language/message.ts';
import type { Say } from '../language/say.ts';
import { version } from '../version.ts';
import { addCacheCommands } from './add-cache-commands.ts';
import { addCheckCommand } from './add-check-command.ts';
import { addCompletionCommand } from './add-completion-command.ts';
import { addConfigCommand } from './add-config-command.ts';
import { addExportCommand } from './add-export-command.ts';
import { addHelpCommand } from './add-help-command.ts';
import { addSpoolCommands } from './add-spool-commands.ts';
import type { Command } from './command.ts';
import { formatExitStatusTable } from './exit-status-table.ts';
import { type Example, formatExamples } from './format-examples.ts';
import { helpConfiguration } from './help-configuration.ts';
import { valueOption } from './value-option.ts';

const EXAMPLES: readonly Example[] = [
  {
    purpose: message('help_example_check'),
    commands: ['dify-usage check --env-file /etc/dify-usage.env'],
  },
  {
    purpose: message('help_example_dry_run'),
    commands: ['dify-usage export --dry-run --format table'],
  },
  {
    purpose: message('help_example_last_month'),
    commands: ['dify-usage export --env-file /etc/dify-usage.env --period last_month --quiet'],
  },
  { purpose: message('help_example_spool_list'), commands: ['dify-usage spool list'] },
];

/** Builds the commands with their help; the one that is asked for goes to `choose`. */
export function buildProgram(choose: (command: Command) => void, say: Say): Program {
  const program = new Program('dify-usage')
    .description(say(message('help_program')))
    .version(version, '-V, --version', say(message('help_option_version')))
    .helpOption('-h, --help', say(message('help_option_help')))
    .helpCommand(false)
    .configureHelp(helpConfiguration(say)) // every command inherits it
    .addOption(valueOption(say, '--env-file <file>', message('help_option_env_file')))
    .addOption(valueOption(say, '--ca-file <file>', message('help_option_ca_file')))
    .addOption(new Option('--lang <language>', say(message('help_option_lang'))).choices(languages))
    .option('--json', say(message('help_option_json')))
    .addOption(new Option('--quiet', say(message('help_option_quiet'))).conflicts('verbose'))
    .option('--verbose', say(message('help_option_verbose')))
    .addHelpText('after', () => formatExamples(EXAMPLES, say))
    .addHelpText('afterAll', () => `\n${formatExitStatusTable(say)}`);

  addExportCommand(program, choose, say);
  addCheckCommand(program, choose, say);
  addSpoolCommands(program, choose, say);
  addCacheCommands(program, choose, say);
  addConfigCommand(program, choose, say);
  addCompletionCommand(program, choose, say);
  addHelpCommand(program, choose, say);
  return program;
}

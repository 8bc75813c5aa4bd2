import { Option, Command as Program } from 'commander';
import { languages } from '../language/languages.ts';
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
import { PROGRAM_DESCRIPTION, PROGRAM_EXAMPLES } from './help-texts.ts';
import { valueOption } from './value-option.ts';

/** Builds the commands with their help; the one that is asked for goes to `choose`. */
export function buildProgram(choose: (command: Command) => void, say: Say): Program {
  const program = new Program('dify-usage')
    .description(PROGRAM_DESCRIPTION)
    .version(version, '-V, --version', 'Print the version.')
    .helpOption('-h, --help', 'Print this help.')
    .helpCommand(false)
    .configureHelp({ showGlobalOptions: true })
    .addOption(valueOption(say, '--env-file <file>', 'Read settings from this file.'))
    .addOption(
      valueOption(
        say,
        '--ca-file <file>',
        'Trust the certificate authorities in this PEM file too.',
      ),
    )
    .addOption(
      new Option(
        '--lang <language>',
        'Speak this language; logs and data stay as they are.',
      ).choices(languages),
    )
    .option('--json', 'Print the result, or the error, as one JSON document.')
    .addOption(new Option('--quiet', 'Log only warnings and errors.').conflicts('verbose'))
    .option('--verbose', 'Log every step.')
    .addHelpText('after', PROGRAM_EXAMPLES)
    .addHelpText('afterAll', `\n${formatExitStatusTable(say)}`);

  addExportCommand(program, choose, say);
  addCheckCommand(program, choose);
  addSpoolCommands(program, choose, say);
  addCacheCommands(program, choose, say);
  addConfigCommand(program, choose, say);
  addCompletionCommand(program, choose);
  addHelpCommand(program, choose);
  return program;
}

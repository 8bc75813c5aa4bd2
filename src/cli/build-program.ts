import { Option, Command as Program } from 'commander';
import { addCacheCommands } from './add-cache-commands.ts';
import { addCompletionCommand } from './add-completion-command.ts';
import { addConfigCommand } from './add-config-command.ts';
import { addExportCommand } from './add-export-command.ts';
import { addHelpCommand } from './add-help-command.ts';
import { addSpoolCommands } from './add-spool-commands.ts';
import type { Command } from './command.ts';
import { formatExitStatusTable } from './exit-status-table.ts';
import { PROGRAM_DESCRIPTION, PROGRAM_EXAMPLES } from './help-texts.ts';
import { valueOption } from './value-option.ts';
import { version } from './version.ts';

/** Builds the commands; the one that is asked for goes to `choose`. */
export function buildProgram(choose: (command: Command) => void): Program {
  const program = new Program('dify-usage')
    .description(PROGRAM_DESCRIPTION)
    .version(version, '-V, --version', 'Print the version.')
    .helpOption('-h, --help', 'Print this help.')
    .helpCommand(false)
    .configureHelp({ showGlobalOptions: true })
    .addOption(valueOption('--env-file <file>', 'Read settings from this file.'))
    .addOption(
      valueOption('--ca-file <file>', 'Trust the certificate authorities in this PEM file too.'),
    )
    .option('--json', 'Print the result, or the error, as one JSON document.')
    .addOption(new Option('--quiet', 'Log only warnings and errors.').conflicts('verbose'))
    .option('--verbose', 'Log every step.')
    .addHelpText('after', PROGRAM_EXAMPLES)
    .addHelpText('afterAll', `\n${formatExitStatusTable()}`);

  addExportCommand(program, choose);
  addSpoolCommands(program, choose);
  addCacheCommands(program, choose);
  addConfigCommand(program, choose);
  addCompletionCommand(program, choose);
  addHelpCommand(program, choose);
  return program;
}

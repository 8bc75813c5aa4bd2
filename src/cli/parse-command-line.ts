import { type AddHelpTextContext, CommanderError, type Command as Program } from 'commander';
import { message } from '../language/message.ts';
import type { Say } from '../language/say.ts';
import { refuseUnknownCommand } from './add-help-command.ts';
import { buildProgram } from './build-program.ts';
import type { Command, ExportFlags, SettingFlags } from './command.ts';
import { CommandLineError } from './command-line-error.ts';
import { describeMistake } from './describe-mistake.ts';

export type CommandLineOutput = {
  readonly say: Say;
  /** Help is wrapped at its width. */
  readonly stdout: { write(text: string): unknown; readonly columns?: number | undefined };
  readonly stderr: { write(text: string): unknown };
};

const DEFAULT_COLUMNS = 100;
const SHOWN: Command = { kind: 'shown' };

/**
 * Reads the arguments after the program's name.
 *
 * Help and version are printed here; a mistake is not, it is thrown as a `CommandLineError`.
 */
export function parseCommandLine(args: readonly string[], output: CommandLineOutput): Command {
  const chosen: Command[] = [];
  const program = buildProgram((command) => void chosen.push(command), output.say);
  const failed: Program[] = [];
  redirect(program, output, failed);
  program.on('beforeAllHelp', refuseHelpOfNothing);

  try {
    program.parse(args, { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.exitCode !== 0) {
      const commandName = nameOf(failed[0]);
      throw new CommandLineError(describeMistake(error), { cause: error, commandName });
    }
    return SHOWN;
  }

  const [command = SHOWN] = chosen;
  if (command.kind === 'export') checkExport(command.flags);
  if (command.kind === 'config') checkDates(command.flags, 'config');
  return command;
}

/** Commander shows the program's help for `exprt --help`. */
function refuseHelpOfNothing({ command, error }: AddHelpTextContext): void {
  const [name] = command.args;
  if (!error && name !== undefined && !name.startsWith('-')) refuseUnknownCommand(command, name);
}

/** Commander copies neither setting to commands that exist already, hence the recursion. */
function redirect(program: Program, output: CommandLineOutput, failed: Program[]): void {
  const columns = output.stdout.columns ?? DEFAULT_COLUMNS;
  program.exitOverride((error) => {
    failed.push(program);
    throw error;
  });
  program.configureOutput({
    writeOut: (text) => void output.stdout.write(text),
    writeErr: (text) => void output.stderr.write(text),
    getOutHelpWidth: () => columns,
    getErrHelpWidth: () => columns,
    outputError: () => undefined,
  });
  for (const command of program.commands) redirect(command, output, failed);
}

/** Such as `spool rm`. */
function nameOf(command: Program | undefined): string {
  const names: string[] = [];
  for (let each = command; each?.parent; each = each.parent) names.unshift(each.name());
  return names.join(' ');
}

function checkExport(flags: ExportFlags): void {
  const commandName = 'export';
  checkDates(flags, commandName);
  if (flags.bom && flags.format !== 'csv') {
    throw new CommandLineError(message('mistake_bom_without_csv'), { commandName });
  }
}

function checkDates({ from, to }: SettingFlags, commandName: string): void {
  if ((from === undefined) === (to === undefined)) return;
  throw new CommandLineError(message('mistake_half_a_range'), { commandName });
}

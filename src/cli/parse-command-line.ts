import { CommanderError } from 'commander';
import { buildProgram } from './build-program.ts';
import type { Command, ExportFlags, SettingFlags } from './command.ts';
import { CommandLineError } from './command-line-error.ts';
import { safeText } from './safe-text.ts';

export type CommandLineOutput = {
  readonly stdout: { write(text: string): unknown };
  readonly stderr: { write(text: string): unknown };
  /** Width to wrap help at. */
  readonly columns?: number | undefined;
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
  const program = buildProgram((command) => void chosen.push(command));
  redirect(program, output);

  try {
    program.parse(args, { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.exitCode !== 0) throw toCommandLineError(error);
    return SHOWN;
  }

  const [command = SHOWN] = chosen;
  if (command.kind === 'export') checkExport(command.flags);
  if (command.kind === 'config') checkDates(command.flags);
  return command;
}

/** Commander copies neither setting to commands that exist already, hence the recursion. */
function redirect(program: ReturnType<typeof buildProgram>, output: CommandLineOutput): void {
  const columns = output.columns ?? DEFAULT_COLUMNS;
  program.exitOverride().configureOutput({
    writeOut: (text) => void output.stdout.write(text),
    writeErr: (text) => void output.stderr.write(text),
    getOutHelpWidth: () => columns,
    getErrHelpWidth: () => columns,
    outputError: () => undefined,
  });
  for (const command of program.commands) redirect(command, output);
}

function toCommandLineError(error: CommanderError): CommandLineError {
  // Commander shows help by itself when a command is missing; its message is then "(outputHelp)".
  if (error.code === 'commander.help') return new CommandLineError('There is no command.');

  const text = safeText(error.message.replace(/^error: /, ''), 300);
  const sentence = text.charAt(0).toUpperCase() + text.slice(1);
  return new CommandLineError(/[.)]$/.test(sentence) ? sentence : `${sentence}.`, { cause: error });
}

function checkExport(flags: ExportFlags): void {
  checkDates(flags);
  if (flags.bom && flags.format !== 'csv') {
    throw new CommandLineError('The option --bom is for CSV: add --format csv.');
  }
}

function checkDates({ from, to }: SettingFlags): void {
  if ((from === undefined) === (to === undefined)) return;
  throw new CommandLineError('The options --from and --to need each other: give both days.');
}

import { ExitCode } from '../exit-code.ts';
import type { Host } from '../host.ts';
import { message, type Text } from '../language/message.ts';
import type { Say } from '../language/say.ts';
import { textOf } from '../language/told-error.ts';
import { CommandLineError } from './command-line-error.ts';
import { InterruptedError } from './interruption.ts';
import { toTextDocument } from './text-document.ts';
import { writeDocument } from './write-document.ts';

type ErrorContext = {
  readonly asJson: boolean;
  /** Such as `spool rm`; undefined when the command line was not understood. */
  readonly commandName: string | undefined;
};

/**
 * Tells a failure that ended the command before it had a result, and returns its exit status.
 * What is not one of ours is a bug and shows its stack.
 */
export async function reportError(
  error: unknown,
  { asJson, commandName }: ErrorContext,
  host: Host,
): Promise<ExitCode> {
  const status = await exitCodeOf(error);
  const { say } = host;
  const thrown = error instanceof Error ? error : new Error(String(error));
  const problem = textOf(thrown);
  const text =
    status === ExitCode.commandLine
      ? message('command_line_see_help', { problem, command: helpOf(error, commandName) })
      : problem;

  if (asJson) {
    const told = await toDocument(thrown, text, say);
    writeDocument({ status, error: { code: thrown.name, ...told } }, host);
  } else {
    host.stderr.write(`dify-usage: ${say(text)}\n`);
  }
  if (status === ExitCode.internal) {
    host.stderr.write(`${say(message('bug', { stack: thrown.stack ?? '' }))}\n`);
  }
  return status;
}

async function toDocument(error: Error, text: Text, say: Say) {
  const { ConfigError } = await import('../config/config-error.ts');
  if (!(error instanceof ConfigError)) {
    return { ...toTextDocument(text, say), message: say(textOf(error)) };
  }
  const { toProblemDocument } = await import('./problem-document.ts');
  const problems = error.problems.map((problem) => toProblemDocument(problem, say));
  return { message: say(textOf(error)), problems };
}

function helpOf(error: unknown, commandName: string | undefined): string {
  const name = error instanceof CommandLineError ? (error.commandName ?? commandName) : commandName;
  return ['dify-usage', name, '--help'].filter(Boolean).join(' ');
}

async function exitCodeOf(error: unknown): Promise<ExitCode> {
  if (error instanceof CommandLineError || error instanceof InterruptedError) return error.exitCode;

  // Loaded only now: a run that goes well has no use for these.
  const { ConfigError } = await import('../config/config-error.ts');
  if (error instanceof ConfigError) return error.exitCode;
  const { UnknownAppError } = await import('../commands/unknown-app-error.ts');
  if (error instanceof UnknownAppError) return ExitCode.commandLine;
  const { LockedError } = await import('../lock/locked-error.ts');
  if (error instanceof LockedError) return ExitCode.spooled;
  const { StateWriteError } = await import('../files/state-write-error.ts');
  const { StateDirectoryError } = await import('../files/state-directory-error.ts');
  if (error instanceof StateWriteError || error instanceof StateDirectoryError) {
    return ExitCode.cannotSpool;
  }
  return ExitCode.internal;
}

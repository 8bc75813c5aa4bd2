import { ExitCode } from './exit-code.ts';

/** The program was called in a way that cannot be meant. */
export class CommandLineError extends Error {
  override readonly name = 'CommandLineError';
  readonly exitCode = ExitCode.commandLine;
}

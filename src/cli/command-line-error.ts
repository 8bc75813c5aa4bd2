import { ExitCode } from '../exit-code.ts';
import type { Text } from '../language/message.ts';
import { ToldError } from '../language/told-error.ts';

/** The program was called in a way that cannot be meant. */
export class CommandLineError extends ToldError {
  override readonly name = 'CommandLineError';
  readonly exitCode = ExitCode.commandLine;
  /** Whose help to read, such as `spool rm`, where it is known already here. */
  readonly commandName: string | undefined;

  constructor(problem: Text, options: ErrorOptions & { readonly commandName?: string } = {}) {
    super(problem, options);
    this.commandName = options.commandName;
  }
}

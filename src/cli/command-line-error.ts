import { ExitCode } from './exit-code.ts';

/** The program was called in a way that cannot be meant. */
export class CommandLineError extends Error {
  override readonly name = 'CommandLineError';
  readonly exitCode = ExitCode.commandLine;
  /** Whose help to read, such as `spool rm`, where it is known already here. */
  readonly commandName: string | undefined;

  constructor(message: string, options: ErrorOptions & { readonly commandName?: string } = {}) {
    super(message, options);
    this.commandName = options.commandName;
  }
}

import type { Say } from './language/say.ts';

/** The part of `process` that the program reads and writes; tests pass their own. */
export type Host = {
  /** Puts what people are told into the language that they have chosen. */
  readonly say: Say;
  readonly argv: readonly string[];
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly stdin: NodeJS.ReadableStream & { readonly isTTY?: boolean };
  readonly stdout: Output;
  readonly stderr: Output;
  /** The text of a file that an option or a setting names. */
  readonly readFile: (path: string) => Promise<string>;
  on(signal: StopSignal, listener: () => void): unknown;
  off(signal: StopSignal, listener: () => void): unknown;
};

/** SIGHUP comes from a terminal that is closed. */
export type StopSignal = 'SIGHUP' | 'SIGINT' | 'SIGTERM';

export type Output = {
  write(text: string): unknown;
  readonly isTTY?: boolean;
  readonly columns?: number | undefined;
};

import { accessSync, constants, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { CommandLineError } from '../cli/command-line-error.ts';
import { type Message, message } from '../language/message.ts';

/** Before anything is read: a bill must not be sent by a run that then fails for its copy. */
export function checkOutput(path: string): void {
  try {
    accessSync(dirname(resolve(path)), constants.W_OK);
  } catch (cause) {
    throw new CommandLineError(cannotWrite(path, cause), { cause });
  }
}

/** Afterwards the rest is done, so that a failure is a part of what is told. Returns what to say. */
export function writeOutput(path: string, text: string): Message | undefined {
  try {
    writeFileSync(path, text, { mode: 0o600 });
    return undefined;
  } catch (cause) {
    if (!(cause instanceof Error && 'code' in cause)) throw cause;
    return cannotWrite(path, cause);
  }
}

function cannotWrite(path: string, cause: unknown): Message {
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : 'unknown error';
  return message('output_unwritable', { path, code });
}

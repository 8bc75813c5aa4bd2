import { closeSync, constants, openSync, readSync } from 'node:fs';
import { devNull } from 'node:os';
import { descriptorStats } from './descriptor-stats.ts';
import { UnusableFileError } from './unusable-file-error.ts';

/** Room for every authority of the web with its description; no setting needs more. */
export const MAX_INPUT_BYTES = 4_000_000;

const CHUNK_BYTES = 65_536;

/** A pipe is not read here: that takes as long as somebody takes to write. */
export type InputFile =
  | { readonly kind: 'text'; readonly text: string }
  /** Open and not blocking; to be closed by who reads it. */
  | { readonly kind: 'pipe'; readonly fd: number };

/**
 * Opens a file that a person has named, and reads it when it is a regular one. Throws an
 * `UnusableFileError`, or an error of the system.
 */
export function openInputFile(path: string): InputFile {
  if (path === devNull) return { kind: 'text', text: '' };
  // A pipe that nobody writes into would block already here.
  const fd = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK | constants.O_NOCTTY);
  let isLeftOpen = false;
  try {
    const stats = descriptorStats(fd);
    isLeftOpen = stats.isFIFO();
    if (isLeftOpen) return { kind: 'pipe', fd };
    // The system says best what is wrong with reading a directory.
    if (!stats.isFile() && !stats.isDirectory()) throw new UnusableFileError('kind');
    return { kind: 'text', text: readRegular(fd) };
  } finally {
    if (!isLeftOpen) closeSync(fd);
  }
}

function readRegular(fd: number): string {
  const chunks: Buffer[] = [];
  for (let total = 0; ; ) {
    const chunk = Buffer.allocUnsafe(CHUNK_BYTES);
    const length = readSync(fd, chunk);
    if (length === 0) return Buffer.concat(chunks).toString('utf8');
    total += length;
    if (total > MAX_INPUT_BYTES) throw new UnusableFileError('size');
    chunks.push(chunk.subarray(0, length));
  }
}

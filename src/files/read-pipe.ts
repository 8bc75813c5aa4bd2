import { Socket } from 'node:net';
import { startDeadline } from '../deadline.ts';
import { MAX_INPUT_BYTES } from './input-file.ts';
import { UnusableFileError } from './unusable-file-error.ts';

/**
 * Reads an open pipe to its end and closes it, without a thread that waits: no signal could end
 * that one. Throws an `UnusableFileError`, or the reason of the signal.
 */
export async function readPipe(fd: number, limitMs: number, outer: AbortSignal): Promise<string> {
  const deadline = startDeadline(limitMs, outer);
  const pipe = new Socket({ fd, readable: true, writable: false, signal: deadline.signal });
  const chunks: Buffer[] = [];
  let total = 0;
  try {
    for await (const chunk of pipe) {
      total += chunk.length;
      if (total > MAX_INPUT_BYTES) throw new UnusableFileError('size');
      chunks.push(chunk);
    }
    return Buffer.concat(chunks).toString('utf8');
  } catch (cause) {
    outer.throwIfAborted();
    throw deadline.hasExpired() ? new UnusableFileError('silence', { cause }) : cause;
  } finally {
    deadline.stop();
    pipe.destroy();
  }
}

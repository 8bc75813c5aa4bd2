import { writeSync } from 'node:fs';
import { descriptorStats } from '../files/descriptor-stats.ts';
import type { Output } from '../host.ts';

/** Standard output or error, whose failures are kept for the end of the run and never thrown. */
export type StandardStream = Output & {
  /** Waits until all is written; returns why not all of it could be. */
  settle(): Promise<Error | undefined>;
};

export type NodeStream = Output & {
  readonly fd: number;
  write(text: string, done?: () => void): unknown;
  on(event: 'error', listener: (error: Error) => void): unknown;
};

/**
 * A reader that goes away, such as `head`, has all that it wants: this is no failure, and the run
 * goes on to what it was started for.
 */
export function openStandardStream(stream: NodeStream): StandardStream {
  const isFile = descriptorStats(stream.fd).isFile();
  let failure: Error | undefined;
  const fail = (error: unknown) => {
    failure ??= error instanceof Error ? error : new Error(String(error));
  };
  stream.on('error', fail);

  return {
    get isTTY() {
      return stream.isTTY ?? false;
    },
    get columns() {
      return stream.columns;
    },
    write(text) {
      if (failure !== undefined) return;
      if (isFile) attempt(() => writeWhole(stream.fd, text), fail);
      else stream.write(text);
    },
    async settle() {
      if (!isFile && failure === undefined) await drained(stream);
      return isReaderGone(failure) ? undefined : failure;
    },
  };
}

function attempt(act: () => void, fail: (error: unknown) => void): void {
  try {
    act();
  } catch (error) {
    fail(error);
  }
}

/** On a disk that is nearly full Node's own stream writes what fits and is content. */
function writeWhole(fd: number, text: string): void {
  let rest: Uint8Array = Buffer.from(text);
  while (rest.length > 0) rest = rest.subarray(writeSync(fd, rest));
}

function drained(stream: NodeStream): Promise<void> {
  return new Promise((resolve) => {
    stream.write('', () => setImmediate(resolve)); // an error is told after the callback
  });
}

function isReaderGone(failure: Error | undefined): boolean {
  return failure !== undefined && 'code' in failure && failure.code === 'EPIPE';
}

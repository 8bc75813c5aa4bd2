import { type InputFile, openInputFile } from '../files/input-file.ts';
import type { Host } from '../host.ts';
import { whileInterruptible } from './interruption.ts';

/** Less than what a check gives to the settings: nobody types for longer. */
const PIPE_LIMIT_MS = 50_000;

/**
 * Reads the files that options and settings name. A pipe, such as `<(command)` or /dev/stdin, gives
 * what it holds once only: what it was is remembered, since the language is looked for first.
 */
export function createFileReader(
  host: Pick<Host, 'on' | 'off'>,
  pipeLimitMs = PIPE_LIMIT_MS,
): Host['readFile'] {
  const pipes = new Map<string, Promise<string>>();
  return async (path) => {
    const known = pipes.get(path);
    if (known !== undefined) return await known;
    const file = openInputFile(path);
    if (file.kind === 'text') return file.text;
    const reading = readPipe(file, pipeLimitMs, host);
    pipes.set(path, reading);
    return await reading;
  };
}

async function readPipe(
  { fd }: Extract<InputFile, { kind: 'pipe' }>,
  limitMs: number,
  host: Pick<Host, 'on' | 'off'>,
): Promise<string> {
  const { readPipe } = await import('../files/read-pipe.ts');
  return await whileInterruptible(host, (signal) => readPipe(fd, limitMs, signal));
}

import { execFileSync } from 'node:child_process';
import { EventEmitter } from 'node:events';
import { open, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createFileReader } from '../../src/cli/file-reader.ts';
import { InterruptedError } from '../../src/cli/interruption.ts';
import { temporaryDirectory } from '../support/temporary-directory.ts';

function reader(pipeLimitMs?: number) {
  const signals = new EventEmitter();
  return { signals, readFile: createFileReader(signals, pipeLimitMs) };
}

async function makePipe(): Promise<string> {
  const path = join(await temporaryDirectory(), 'pipe');
  execFileSync('mkfifo', [path]);
  return path;
}

/** Resolves when somebody has opened the other end. */
async function openToWrite(path: string) {
  const handle = await open(path, 'w');
  onTestFinished(() => handle.close());
  return handle;
}

describe('a file that a setting names', () => {
  it('is read anew each time, as it may have been replaced', async () => {
    const path = join(await temporaryDirectory(), 'file');
    const { readFile } = reader();
    await writeFile(path, 'ä'.repeat(100_000));
    const first = await readFile(path);
    await writeFile(path, 'new');

    expect(first).toBe('ä'.repeat(100_000));
    expect(await readFile(path)).toBe('new');
  });

  it('that is a pipe is read once, from whoever comes to write', async () => {
    const path = await makePipe();
    const { readFile, signals } = reader();
    const readings = Promise.all([readFile(path), readFile(path)]);
    const handle = await open(path, 'w');
    await handle.write('A=1\n');
    await handle.write('B=2\n');
    await handle.close();

    expect(await readings).toEqual(['A=1\nB=2\n', 'A=1\nB=2\n']);
    expect(await readFile(path)).toBe('A=1\nB=2\n');
    expect(signals.eventNames()).toEqual([]);
  });

  it('that is a pipe without an end is left at a signal', async () => {
    const path = await makePipe();
    const { readFile, signals } = reader();
    const reading = readFile(path).catch((error: unknown) => error);
    await openToWrite(path);
    await expect.poll(() => signals.eventNames()).toContain('SIGTERM');
    signals.emit('SIGTERM');

    expect(await reading).toBeInstanceOf(InterruptedError);
    await expect(readFile(path)).rejects.toBeInstanceOf(InterruptedError);
  });

  it('that is a pipe without an end is not waited for for ever', async () => {
    await expect(reader(20).readFile(await makePipe())).rejects.toMatchObject({
      problem: 'silence',
    });
  });

  it('is refused when it is a device', async () => {
    await expect(reader().readFile('/dev/zero')).rejects.toMatchObject({ problem: 'kind' });
  });

  it('is refused for its size, from a disk or a pipe', async () => {
    const path = join(await temporaryDirectory(), 'large');
    await writeFile(path, Buffer.alloc(4_000_001, 'a'));
    const pipe = await makePipe();
    const { readFile } = reader();
    const reading = readFile(pipe).catch((error: unknown) => error);
    const handle = await openToWrite(pipe);
    handle.write(Buffer.alloc(4_000_001, 'a')).catch(() => undefined);

    await expect(readFile(path)).rejects.toMatchObject({ problem: 'size' });
    expect(await reading).toMatchObject({ problem: 'size' });
  });

  it('may be none', async () => {
    expect(await reader().readFile('/dev/null')).toBe('');
    await expect(reader().readFile('/no/such/file')).rejects.toMatchObject({ code: 'ENOENT' });
    await expect(reader().readFile('/')).rejects.toMatchObject({ code: 'EISDIR' });
  });
});

import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { nodeFileSystem } from '../../src/files/file-system.ts';
import { createLockFile } from '../../src/lock/lock-file.ts';
import { fullFileSystem } from '../support/spool.ts';
import { temporaryDirectory } from '../support/temporary-directory.ts';

describe('createLockFile', () => {
  it('never writes over a file', async () => {
    const directory = await temporaryDirectory();
    const path = join(directory, 'run.lock');

    expect(await createLockFile(path, 'first')).toBe('created');
    expect(await createLockFile(path, 'second')).toBe('exists');
  });

  it('does without on a full disk, and leaves no empty file', async () => {
    const directory = await temporaryDirectory();

    const created = await createLockFile(join(directory, 'run.lock'), 'text', fullFileSystem());

    expect(created).toBe('no_space');
    expect(await readdir(directory)).toEqual([]);
  });

  it('needs a directory that can be written to', async () => {
    const open = () =>
      Promise.reject(Object.assign(new Error('EROFS'), { code: 'EROFS', syscall: 'open' }));

    await expect(
      createLockFile('/state/run.lock', 'text', { ...nodeFileSystem, open }),
    ).rejects.toMatchObject({
      name: 'StateWriteError',
      message: expect.stringContaining('no permission to write there (EROFS)'),
    });
  });
});

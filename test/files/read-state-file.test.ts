import { execFileSync } from 'node:child_process';
import { open, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { readStateFile } from '../../src/files/read-state-file.ts';
import { temporaryDirectory } from '../support/temporary-directory.ts';

describe('readStateFile', () => {
  it('reads a file, but not by a link', async () => {
    const directory = await temporaryDirectory();
    await writeFile(join(directory, 'file'), 'text');
    await symlink('file', join(directory, 'link'));

    expect(await readStateFile(join(directory, 'file'))).toBe('text');
    await expect(readStateFile(join(directory, 'link'))).rejects.toMatchObject({ code: 'ELOOP' });
  });

  it('waits for nobody at a pipe, whether or not it has a writer', async () => {
    const path = join(await temporaryDirectory(), 'pipe');
    execFileSync('mkfifo', [path]);

    await expect(readStateFile(path)).rejects.toMatchObject({ code: 'ENXIO', syscall: 'open' });
    const writer = await open(path, 'r+');
    onTestFinished(() => writer.close());
    await expect(readStateFile(path)).rejects.toMatchObject({ code: 'ENXIO' });
  });
});

import { lstat, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import process from 'node:process';
import { describe, expect, it } from 'vitest';
import { probeWriting } from '../../src/files/probe-writing.ts';
import { temporaryDirectory } from '../support/temporary-directory.ts';

describe('probeWriting', () => {
  it('leaves no trace', async () => {
    const directory = await temporaryDirectory();
    const before = await lstat(directory);

    expect(await probeWriting(directory)).toBeUndefined();
    expect(await readdir(directory)).toEqual([]);
    expect((await lstat(directory)).mtimeMs).toBe(before.mtimeMs);
  });

  it('says what is in the way', async () => {
    const directory = await temporaryDirectory();
    await rm(directory, { recursive: true });

    expect(await probeWriting(directory)).toBe('ENOENT');
    expect(await probeWriting(join('/dev/null', 'x'))).toBe('ENOTDIR');
  });

  it.runIf(process.platform === 'linux')('writes what is not only permitted', async () => {
    // Root may write anywhere, and yet nothing can be made there.
    expect(await probeWriting('/proc/sys')).toMatch(/^E(?:ACCES|PERM|ROFS)$/);
  });

  it.runIf(process.platform === 'linux')(
    'goes by the permissions where files without a name cannot be made, as on NFS',
    async () => {
      expect(await probeWriting('/dev/pts')).toBe(process.geteuid?.() === 0 ? undefined : 'EACCES');
    },
  );
});

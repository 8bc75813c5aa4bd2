import { chmod, readdir, readFile, stat, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { writeDurably } from '../../src/files/durable-write.ts';
import { type FileSystem, nodeFileSystem } from '../../src/files/file-system.ts';
import { type CallCounter, fileSystemDyingAt, fullFileSystem } from '../support/spool.ts';
import { temporaryDirectory } from '../support/temporary-directory.ts';

describe('writeDurably', () => {
  it('writes a file that only its owner can read', async () => {
    const path = join(await temporaryDirectory(), 'entry.json');

    await writeDurably(path, '{"課":1}');

    expect(await readFile(path, 'utf8')).toBe('{"課":1}');
    expect((await stat(path)).mode & 0o777).toBe(0o600);
  });

  it('writes bytes that are no text', async () => {
    const path = join(await temporaryDirectory(), 'segment.gz');

    await writeDurably(path, Buffer.from([0x1f, 0x8b, 0x00, 0xff]));

    expect([...(await readFile(path))]).toEqual([0x1f, 0x8b, 0x00, 0xff]);
  });

  it('replaces a file and leaves nothing beside it', async () => {
    const directory = await temporaryDirectory();
    const path = join(directory, 'entry.json');
    await writeFile(path, 'old');
    await chmod(path, 0o644);

    await writeDurably(path, 'new');

    expect(await readFile(path, 'utf8')).toBe('new');
    expect((await stat(path)).mode & 0o777).toBe(0o600);
    expect(await readdir(directory)).toEqual(['entry.json']);
  });

  it('replaces a symbolic link instead of writing through it', async () => {
    const directory = await temporaryDirectory();
    const victim = join(directory, 'victim');
    await writeFile(victim, 'precious');
    await symlink(victim, join(directory, 'entry.json'));

    await writeDurably(join(directory, 'entry.json'), 'new');

    expect(await readFile(victim, 'utf8')).toBe('precious');
  });

  it('syncs the file before the rename and the directory after it', async () => {
    const directory = await temporaryDirectory();
    const log: string[] = [];
    const files: FileSystem = {
      ...nodeFileSystem,
      open: async (path, flags, mode) => {
        const handle = await nodeFileSystem.open(path, flags, mode);
        const sync = handle.sync.bind(handle);
        handle.sync = async () => {
          log.push(path === directory ? 'sync directory' : 'sync file');
          await sync();
        };
        return handle;
      },
      rename: async (from, to) => {
        log.push('rename');
        await nodeFileSystem.rename(from, to);
      },
    };

    await writeDurably(join(directory, 'entry.json'), 'new', files);

    expect(log).toEqual(['sync file', 'rename', 'sync directory']);
  });

  it('keeps the old text and removes its own trace when the disk is full', async () => {
    const directory = await temporaryDirectory();
    const path = join(directory, 'entry.json');
    await writeFile(path, 'old');

    await expect(writeDurably(path, 'new', fullFileSystem())).rejects.toMatchObject({
      name: 'StateWriteError',
      message: `Could not write ${path}: no space is left (ENOSPC); free some and run again`,
      cause: { code: 'ENOSPC' },
    });
    expect(await readFile(path, 'utf8')).toBe('old');
    expect(await readdir(directory)).toEqual(['entry.json']);
  });

  it('leaves the old or the new text whole, wherever it is killed', async () => {
    const counter: CallCounter = { calls: 0 };
    await writeDurably(
      join(await temporaryDirectory(), 'x'),
      'y',
      fileSystemDyingAt(Number.POSITIVE_INFINITY, counter),
    );
    expect(counter.calls).toBe(6);

    for (let n = 1; n <= counter.calls; n += 1) {
      const path = join(await temporaryDirectory(), 'entry.json');
      await writeFile(path, 'old');

      await expect(
        writeDurably(path, 'new '.repeat(20), fileSystemDyingAt(n)),
      ).rejects.toMatchObject({ name: 'StateWriteError' });
      expect(['old', 'new '.repeat(20)]).toContain(await readFile(path, 'utf8'));
    }
  });

  it('does without syncing the directory where that is not possible', async () => {
    const path = join(await temporaryDirectory(), 'entry.json');
    const files: FileSystem = {
      ...nodeFileSystem,
      open: async (name, flags, mode) => {
        const handle = await nodeFileSystem.open(name, flags, mode);
        if (flags === 'r') {
          handle.sync = async () => {
            throw Object.assign(new Error('EINVAL'), { code: 'EINVAL', syscall: 'fsync' });
          };
        }
        return handle;
      },
    };

    await writeDurably(path, 'new', files);

    expect(await readFile(path, 'utf8')).toBe('new');
  });
});

import * as fs from 'node:fs/promises';
import { mkdir, stat, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openSpool } from '../../src/spool/spool.ts';
import { filesIn } from '../support/spool.ts';
import { temporaryDirectory } from '../support/temporary-directory.ts';

const start = Date.parse('2026-11-24T09:00:00.000Z');

describe('openSpool', () => {
  it('creates its folders for this user only', async () => {
    const directory = join(await temporaryDirectory(), 'state');

    await openSpool(directory, { now: () => start });

    for (const folder of ['', 'spool', 'rejected', 'quarantine']) {
      expect((await stat(join(directory, folder))).mode & 0o777).toBe(0o700);
    }
  });

  it('sweeps up what killed runs left behind, once it is an hour old', async () => {
    const directory = await temporaryDirectory();
    const folder = join(directory, 'spool');
    await mkdir(folder);
    const leave = async (name: string, ageMinutes: number) => {
      await writeFile(join(folder, name), 'half');
      const at = (start - ageMinutes * 60_000) / 1000;
      await utimes(join(folder, name), at, at);
    };
    await leave('a.json.0a1b2c3d.tmp', 61);
    await leave('b.json.0a1b2c3d.tmp', 59);
    await leave('notes.tmp', 600);

    await openSpool(directory, { now: () => start });

    expect(await filesIn(directory, 'spool')).toEqual(['b.json.0a1b2c3d.tmp', 'notes.tmp']);
  });

  it('opens although it cannot sweep', async () => {
    const directory = await temporaryDirectory();
    await mkdir(join(directory, 'spool'));
    const name = 'a.json.0a1b2c3d.tmp';
    await writeFile(join(directory, 'spool', name), 'half');
    const refuse = async () => {
      throw Object.assign(new Error('read-only'), { code: 'EROFS', syscall: 'unlink' });
    };

    const now = () => Date.now() + 7_200_000;
    await openSpool(directory, { now, files: { ...fs, unlink: refuse } });

    expect(await filesIn(directory, 'spool')).toEqual([name]);
  });

  it('makes its folders durable, those above the state directory too', async () => {
    const above = await temporaryDirectory();
    const synced: string[] = [];
    const open: typeof fs.open = async (path, ...parameters) => {
      const handle = await fs.open(path, ...parameters);
      const sync = handle.sync.bind(handle);
      handle.sync = async () => {
        synced.push(String(path));
        await sync();
      };
      return handle;
    };

    await openSpool(join(above, 'local', 'state'), { now: () => start, files: { ...fs, open } });

    const folders = ['spool', 'rejected', 'quarantine', 'receipts'];
    expect(new Set(synced)).toEqual(
      new Set([
        above,
        join(above, 'local'),
        join(above, 'local/state'),
        ...folders.map((folder) => join(above, 'local/state', folder)),
      ]),
    );
  });
});

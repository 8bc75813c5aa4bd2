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
});

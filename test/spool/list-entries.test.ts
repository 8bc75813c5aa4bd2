import { chmod, mkdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { nodeFileSystem } from '../../src/files/file-system.ts';
import { listEntries } from '../../src/spool/list-entries.ts';
import { listQuarantine } from '../../src/spool/list-quarantine.ts';
import { putSnapshot } from '../../src/spool/put-snapshot.ts';
import { openSpool, type Spool } from '../../src/spool/spool.ts';
import { inEnglish } from '../support/in-english.ts';
import { body, filesIn, snapshot } from '../support/spool.ts';
import { temporaryDirectory } from '../support/temporary-directory.ts';

const now = () => Date.parse('2026-11-24T09:00:00.000Z');
const first = `20261124T090000000Z-000001-${body(1).id}.json`;
const second = `20261124T090000000Z-000002-${body(2).id}.json`;

describe('listEntries', () => {
  let spool: Spool;

  beforeEach(async () => {
    spool = await openSpool(await temporaryDirectory(), { now });
    await putSnapshot(spool, snapshot({ bodies: [body(1), body(2)] }));
  });

  const file = (name: string) => join(spool.directory, 'spool', name);

  it('lists the oldest first, without the bodies', async () => {
    const { entries, quarantined } = await listEntries(spool);

    expect(entries).toMatchObject([{ name: first }, { name: second }]);
    expect(entries[0]).not.toHaveProperty('body');
    expect(inEnglish(quarantined)).toEqual([]);
  });

  it.each([
    ['is empty', async (path: string) => writeFile(path, ''), 'it is empty'],
    [
      'was cut',
      async (path: string) => writeFile(path, (await readFile(path)).subarray(0, 300)),
      'it is not JSON',
    ],
    [
      'was changed by hand',
      async (path: string) =>
        writeFile(
          path,
          (await readFile(path, 'utf8')).replace('token_count\\":1', 'token_count\\":9'),
        ),
      'the checksum does not match',
    ],
    [
      'has the text of another',
      async (path: string) => writeFile(path, await readFile(file(second))),
      'its name tells another id than its text',
    ],
  ])('puts a file that %s into quarantine and carries on', async (_what, damage, reason) => {
    await damage(file(first));

    const { entries, quarantined } = await listEntries(spool);

    expect(entries).toMatchObject([{ name: second }]);
    expect(inEnglish(quarantined)).toEqual([{ name: first, reason }]);
    expect(await filesIn(spool.directory, 'spool')).toEqual([second]);
    expect(await filesIn(spool.directory, 'quarantine')).toEqual([first, `${first}.reason.txt`]);
    expect(await listQuarantine(spool)).toEqual([{ name: first, reason }]);
    expect((await listEntries(spool)).quarantined).toEqual([]);
  });

  it.each([
    ['a symbolic link', (path: string) => symlink('/etc/passwd', path)],
    ['a directory', (path: string) => mkdir(path)],
  ])('does not read %s', async (_what, make) => {
    const name = `20261124T090000000Z-000003-${body(3).id}.json`;
    await make(file(name));

    const { entries, quarantined } = await listEntries(spool);

    expect(entries).toHaveLength(2);
    expect(inEnglish(quarantined)).toEqual([{ name, reason: 'it is not a plain file' }]);
  });

  it('leaves other files alone', async () => {
    await writeFile(file('.README'), 'mine');

    expect(await listEntries(spool)).toMatchObject({ quarantined: [] });
    expect(await filesIn(spool.directory, 'spool')).toContain('.README');
  });

  it('touches nothing when a newer version has written there', async () => {
    const name = `20261124T090000000Z-000003-${body(3).id}.json`;
    await writeFile(file(name), '{"v":2}');

    await expect(listEntries(spool)).rejects.toMatchObject({ name: 'StateDirectoryError' });
    expect(await filesIn(spool.directory, 'spool')).toContain(name);
  });

  it('does not take a file that it may not read for damage', async () => {
    const files: typeof nodeFileSystem = {
      ...nodeFileSystem,
      open: async () => {
        throw Object.assign(new Error('EACCES'), { code: 'EACCES', syscall: 'open' });
      },
    };

    await expect(listEntries({ ...spool, files })).rejects.toMatchObject({
      name: 'StateDirectoryError',
      message: `Cannot use ${file(first)}: it cannot be read (EACCES); check its owner and mode`,
    });
  });

  it('does not stumble over a file that has just gone', async () => {
    const files: typeof nodeFileSystem = {
      ...nodeFileSystem,
      open: async (path, flags, mode) => {
        if (path === file(first)) await nodeFileSystem.unlink(path);
        return nodeFileSystem.open(path, flags, mode);
      },
    };

    expect((await listEntries({ ...spool, files })).entries).toMatchObject([{ name: second }]);
  });

  it('reads entries that others may see too', async () => {
    await chmod(file(first), 0o644);

    expect((await listEntries(spool)).entries).toHaveLength(2);
  });
});

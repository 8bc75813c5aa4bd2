import { execFileSync } from 'node:child_process';
import {
  chmod,
  mkdir,
  readFile,
  rename,
  rm,
  stat,
  symlink,
  truncate,
  writeFile,
} from 'node:fs/promises';
import { dirname, join } from 'node:path';
import process from 'node:process';
import { describe, expect, it } from 'vitest';
import type { CachedRecord } from '../../src/cache/cached-record.ts';
import { openSegmentStore, type SegmentStore } from '../../src/cache/segment-store.ts';
import { nodeFileSystem } from '../../src/files/file-system.ts';
import {
  APP_ID,
  cachedApp,
  cachedRecord,
  DAY,
  filesBelow,
  linesOf,
  SEGMENT,
  SOURCE,
  SOURCE_FOLDER,
} from '../support/cache.ts';
import { inEnglish } from '../support/in-english.ts';
import { fullFileSystem } from '../support/spool.ts';
import { temporaryDirectory } from '../support/temporary-directory.ts';

const NOW = Date.parse('2026-11-24T09:00:00Z');
const PORTS = { now: () => NOW };
const isRoot = process.geteuid?.() === 0;

describe('openSegmentStore', () => {
  it('gives back what was added, by app and UTC day', async () => {
    const { stateDir, store } = await emptyStore();
    const late = cachedRecord({ id: 'run-2', at: Date.parse('2026-10-05T23:59:59.999Z') });
    const next = cachedRecord({ id: 'run-3', at: Date.parse('2026-10-06T00:00:00Z') });

    await store.add(cachedApp(), [next, late, cachedRecord()]);

    for (const each of [store, openSegmentStore(stateDir, SOURCE, PORTS)]) {
      expect(await namesOf(each)).toEqual([cachedApp()]);
      expect(await each.listDays(APP_ID)).toEqual(['2026-10-05', '2026-10-06']);
      expect(await each.readDay(APP_ID, '2026-10-05')).toEqual([cachedRecord(), late]);
      expect(await each.readDay(APP_ID, '2026-10-06')).toEqual([next]);
      expect(each.damaged).toEqual([]);
    }
  });

  it('knows nothing before something was added, and changes nothing on the disk', async () => {
    const { stateDir, store } = await emptyStore();

    expect(await namesOf(store)).toEqual([]);
    expect(await store.listDays(APP_ID)).toEqual([]);
    expect(await store.readDay(APP_ID, DAY)).toEqual([]);
    await store.add(cachedApp(), []);

    expect(inEnglish(store.damaged)).toEqual([]);
    await expect(stat(stateDir)).rejects.toMatchObject({ code: 'ENOENT' });
  });

  it('keeps Difys and workspaces apart', async () => {
    const { stateDir, store } = await emptyStore();
    await store.add(cachedApp(), [cachedRecord()]);

    const other = openSegmentStore(stateDir, { ...SOURCE, workspaceId: 'workspace-2' }, PORTS);

    expect(await namesOf(other)).toEqual([]);
    expect(await other.readDay(APP_ID, DAY)).toEqual([]);
  });

  it('writes lines that a person can read, for this user only', async () => {
    const { stateDir, store } = await emptyStore();
    await store.add(cachedApp(), [cachedRecord()]);

    expect(linesOf(await readFile(join(stateDir, SEGMENT)))).toEqual([
      `{"v":2,"version":"0.1.0","source":"${SOURCE_FOLDER}","app":{"id":"${APP_ID}","name":"Translation","mode":"workflow"},"day":"2026-10-05"}`,
      '{"kind":"run","id":"run-1","at":1791194400000,"tokens":15,"prices":[{"currency":"USD","price":"0.0000750"}],"value":{"status":"succeeded","price":"0.0000750"}}',
      expect.stringMatching(
        /^\{"count":1,"sha256":"[0-9a-f]{64}","totals":\{"tokens":"15","prices":\[\{"currency":"USD","price":"0.0000750"\}\]\}\}$/,
      ),
    ]);
    expect((await stat(join(stateDir, SEGMENT))).mode & 0o777).toBe(0o600);
    for (let path = dirname(SEGMENT); path !== '..'; path = join(path, '..')) {
      expect((await stat(join(stateDir, path))).mode & 0o777).toBe(0o700);
    }
  });

  it.each([
    ['an app named like a prototype', { id: '__proto__', name: '__proto__', mode: '__proto__' }],
    ['an app whose id is a path', { id: '../../x', name: '/etc/passwd' }],
    ['a name of 10 kB', { name: 'x'.repeat(10_000) }],
    ['an id of 10 kB', { id: 'x'.repeat(10_000) }],
    ['emoji', { id: '👨‍👩‍👧‍👦', name: '🦜' }],
    ['text from right to left', { id: '\u202ecod.exe', name: 'تطبيق\u2067' }],
    ['halves of characters, and controls', { id: '\ud800', name: '\udc00\n\0\u2028' }],
    ['no name at all', { id: '', name: '', mode: '' }],
  ])('has room for %s, below its own folder only', async (_what, overrides) => {
    const { stateDir, store } = await emptyStore();
    const app = cachedApp(overrides);
    const record = cachedRecord({ kind: app.name, id: app.id, value: { [app.id]: app.name } });

    await store.add(app, [record]);

    const reopened = openSegmentStore(stateDir, SOURCE, PORTS);
    expect(await namesOf(reopened)).toEqual([app]);
    expect(await reopened.readDay(app.id, DAY)).toEqual([record]);
    const [file = '', ...others] = await filesBelow(dirname(stateDir));
    expect(others).toEqual([]);
    expect(file).toMatch(/^state\/cache\/[0-9a-f]{32}\/[a-z0-9-]{36}\/2026-10-05\.ndjson\.gz$/);
  });

  it('refuses a day that is a path', async () => {
    const { store } = await emptyStore();

    await expect(store.readDay(APP_ID, '../../x')).rejects.toThrow(RangeError);
  });

  it('names an app as its newest whole segment does', async () => {
    const { stateDir, store } = await emptyStore();
    const on = (day: number) => [cachedRecord({ at: Date.parse(`2026-10-0${day}T00:00:00Z`) })];
    await store.add(cachedApp({ name: 'new' }), on(6));
    await store.add(cachedApp({ name: 'old' }), on(5));
    expect(await namesOf(store)).toMatchObject([{ name: 'new' }]);

    await writeFile(join(stateDir, SEGMENT.replace(DAY, '2026-10-06')), 'x');

    expect(await namesOf(store)).toMatchObject([{ name: 'old' }]);
    expect(inEnglish(store.damaged)).toMatchObject([{ reason: 'it is not whole' }]);
  });

  it('sees no segment in what has another name', async () => {
    const { stateDir, store } = await emptyStore();
    await store.add(cachedApp(), [cachedRecord()]);
    const folder = dirname(join(stateDir, SEGMENT));
    await writeFile(join(folder, 'notes.txt'), '');
    await writeFile(join(folder, '2026-13-01.ndjson.gz'), '');
    await mkdir(join(folder, '..', 'notes'));

    expect(await namesOf(store)).toEqual([cachedApp()]);
    expect(await store.listDays(APP_ID)).toEqual([DAY]);
    expect(inEnglish(store.damaged)).toEqual([]);
  });

  it.each<[string, (path: string) => Promise<unknown>, string]>([
    ['empty', (path) => writeFile(path, ''), 'it is empty'],
    [
      'cut',
      async (path) => writeFile(path, (await readFile(path)).subarray(0, -9)),
      'it is not whole',
    ],
    ['huge', (path) => truncate(path, 129 * 1024 * 1024), 'it is far too large'],
    ['a symbolic link', moveAndLink, 'it is not a plain file'],
    [
      'a pipe',
      async (path) => replaceBy(path, () => execFileSync('mkfifo', [path])),
      'it is not a plain file',
    ],
    ['a directory', async (path) => replaceBy(path, () => mkdir(path)), 'it is not a plain file'],
    ['of another app', copyOfAnotherApp, 'it is of another Dify, app or day'],
  ])('takes a segment for absent that is %s, and says so', async (_what, damage, reason) => {
    const { stateDir, store } = await emptyStore();
    await store.add(cachedApp(), [cachedRecord()]);
    await damage(join(stateDir, SEGMENT));

    expect(await store.readDay(APP_ID, DAY)).toEqual([]);
    expect(await store.readDay(APP_ID, DAY)).toEqual([]);

    expect(inEnglish(store.damaged)).toEqual([{ name: SEGMENT, reason }]);
  });

  it('lists no days through a symbolic link', async () => {
    const { stateDir, store } = await emptyStore();
    await store.add(cachedApp(), [cachedRecord()]);
    await moveAndLink(dirname(join(stateDir, SEGMENT)));

    expect(await namesOf(store)).toEqual([]);
    expect(inEnglish(store.damaged)).toEqual([
      { name: dirname(SEGMENT), reason: 'it is not a directory' },
    ]);
  });

  it.skipIf(isRoot)('says which segment it may not read', async () => {
    const { stateDir, store } = await emptyStore();
    await store.add(cachedApp(), [cachedRecord()]);
    await chmod(join(stateDir, SEGMENT), 0o000);

    expect(await store.readDay(APP_ID, DAY)).toEqual([]);

    expect(inEnglish(store.damaged)).toEqual([
      { name: SEGMENT, reason: 'it cannot be read (EACCES)' },
    ]);
  });
});

describe('add', () => {
  it('puts a record in the place of the older one of its kind and id', async () => {
    const { store } = await emptyStore();
    const message = cachedRecord({ kind: 'message', tokens: 1 });
    await store.add(cachedApp(), [cachedRecord({ tokens: 1 }), message, cachedRecord({ id: 'a' })]);

    await store.add(cachedApp(), [cachedRecord({ tokens: 2 }), cachedRecord({ tokens: 3 })]);

    expect(await store.readDay(APP_ID, DAY)).toEqual([
      message,
      cachedRecord({ id: 'a' }),
      cachedRecord({ tokens: 3 }),
    ]);
  });

  it('writes the same bytes for the same records, however they came', async () => {
    const records = ['c', 'a', 'b', 'é', 'Z'].map((id) => cachedRecord({ id }));
    const one = await emptyStore();
    const other = await emptyStore();

    await one.store.add(cachedApp(), records);
    for (const record of records.toReversed()) await other.store.add(cachedApp(), [record]);

    expect(await readFile(join(one.stateDir, SEGMENT))).toEqual(
      await readFile(join(other.stateDir, SEGMENT)),
    );
  });

  it('loses nothing when it is called several times at once', async () => {
    const { store } = await emptyStore();
    const records = Array.from({ length: 20 }, (_, index) => cachedRecord({ id: `run-${index}` }));

    await Promise.all(records.map((record) => store.add(cachedApp(), [record])));

    expect(await store.readDay(APP_ID, DAY)).toHaveLength(20);
  });

  it('replaces a damaged segment', async () => {
    const { stateDir, store } = await emptyStore();
    await store.add(cachedApp(), [cachedRecord()]);
    await moveAndLink(join(stateDir, SEGMENT));

    await store.add(cachedApp(), [cachedRecord({ id: 'run-2' })]);

    expect(await store.readDay(APP_ID, DAY)).toEqual([cachedRecord({ id: 'run-2' })]);
    expect(inEnglish(store.damaged)).toEqual([{ name: SEGMENT, reason: 'it is not a plain file' }]);
  });

  it('leaves out what no day can be named for', async () => {
    const { stateDir, store } = await emptyStore();

    await store.add(cachedApp(), [cachedRecord({ at: Date.parse('+010000-01-01T00:00:00Z') })]);

    await expect(stat(stateDir)).rejects.toMatchObject({ code: 'ENOENT' });
  });

  it('sweeps up what killed runs left in the folder', async () => {
    const { stateDir, store } = await emptyStore();
    await store.add(cachedApp(), [cachedRecord()]);
    const temporary = join(stateDir, `${SEGMENT}.0a1b2c3d.tmp`);
    await writeFile(temporary, 'half');

    const nextDay = { now: () => Date.now() + 86_400_000 };
    await openSegmentStore(stateDir, SOURCE, nextDay).add(cachedApp(), [cachedRecord()]);

    expect(await filesBelow(stateDir)).toEqual([SEGMENT]);
  });

  it('says that the disk is full, and keeps what was there', async () => {
    const { stateDir, store } = await emptyStore();
    await store.add(cachedApp(), [cachedRecord()]);
    const full = openSegmentStore(stateDir, SOURCE, { ...PORTS, files: fullFileSystem() });

    await expect(full.add(cachedApp(), [cachedRecord({ id: 'run-2' })])).rejects.toMatchObject({
      name: 'StateWriteError',
      message: `Could not write ${join(stateDir, SEGMENT)}: no space is left (ENOSPC); free some and run again`,
    });
    expect(await store.readDay(APP_ID, DAY)).toEqual([cachedRecord()]);
    expect(await filesBelow(stateDir)).toEqual([SEGMENT]);
  });

  it('says that it may not write there', async () => {
    const refuse = async () => {
      throw Object.assign(new Error('EACCES'), { code: 'EACCES', syscall: 'mkdir' });
    };
    const stateDir = join(await temporaryDirectory(), 'state');
    const files = { ...nodeFileSystem, mkdir: refuse };
    const store = openSegmentStore(stateDir, SOURCE, { ...PORTS, files });

    await expect(store.add(cachedApp(), [cachedRecord()])).rejects.toMatchObject({
      name: 'StateWriteError',
      message: `Could not write ${join(stateDir, SEGMENT)}: Cannot use ${stateDir}: the system refused (EACCES); configure a writable DIFY_USAGE_STATE_DIR`,
    });
  });

  it('does not write through a folder that is a symbolic link', async () => {
    const { stateDir, store } = await emptyStore();
    const victim = await temporaryDirectory();
    await mkdir(stateDir);
    await symlink(victim, join(stateDir, 'cache'));

    await expect(store.add(cachedApp(), [cachedRecord()])).rejects.toMatchObject({
      name: 'StateWriteError',
      message: expect.stringContaining('it is a symbolic link'),
    });
    expect(await filesBelow(victim)).toEqual([]);
  });

  it('does not replace what only now cannot be read', async () => {
    const { stateDir, store } = await emptyStore();
    await store.add(cachedApp(), [cachedRecord()]);
    const files = { ...nodeFileSystem, open: failingToRead(join(stateDir, SEGMENT)) };
    const failing = openSegmentStore(stateDir, SOURCE, { ...PORTS, files });

    await expect(failing.add(cachedApp(), [cachedRecord({ id: 'run-2' })])).rejects.toMatchObject({
      name: 'StateWriteError',
      message: `Could not write ${join(stateDir, SEGMENT)}: the system refused (EIO); check the disk`,
    });
    expect(await store.readDay(APP_ID, DAY)).toEqual([cachedRecord()]);
  });

  it('refuses a day that would be too large to be read again', async () => {
    const { stateDir, store } = await emptyStore();

    await expect(
      store.add(cachedApp(), [cachedRecord({ value: 'x'.repeat(128 * 1024 * 1024) })]),
    ).rejects.toMatchObject({
      name: 'StateWriteError',
      message: `Could not write ${join(stateDir, SEGMENT)}: the day has too many records to be cached`,
    });
    expect(await filesBelow(stateDir)).toEqual([]);
  });

  it.each<[string, Partial<CachedRecord>]>([
    ['an instant', { at: Number.NaN }],
    ['a number of tokens', { tokens: Number.NaN }],
  ])('takes no record for good whose %s is not a number', async (_what, overrides) => {
    const { store } = await emptyStore();

    await expect(store.add(cachedApp(), [cachedRecord(overrides)])).rejects.toThrow(RangeError);
    await store.add(cachedApp(), [cachedRecord()]);

    expect(await store.readDay(APP_ID, DAY)).toEqual([cachedRecord()]);
  });
});

async function namesOf(store: SegmentStore) {
  return (await store.listNewest()).map(({ app }) => app);
}

async function emptyStore() {
  const stateDir = join(await temporaryDirectory(), 'state');
  return { stateDir, store: openSegmentStore(stateDir, SOURCE, PORTS) };
}

async function moveAndLink(path: string): Promise<void> {
  await rename(path, `${path}.moved`);
  await symlink(`${path}.moved`, path);
}

async function replaceBy(path: string, make: () => unknown): Promise<void> {
  await rm(path);
  await make();
}

async function copyOfAnotherApp(path: string): Promise<void> {
  const { stateDir, store } = await emptyStore();
  const app = cachedApp({ id: '0'.repeat(36) });
  await store.add(app, [cachedRecord()]);
  const [file = ''] = await filesBelow(stateDir);
  await writeFile(path, await readFile(join(stateDir, file)));
}

function failingToRead(path: string): typeof nodeFileSystem.open {
  return async (name, flags, mode) => {
    if (name === path) throw Object.assign(new Error('EIO'), { code: 'EIO', syscall: 'open' });
    return await nodeFileSystem.open(name, flags, mode);
  };
}

import { mkdir, readFile, rename, stat, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { findCacheFiles, removeCacheFiles } from '../../src/cache/clear-cache.ts';
import { openSegmentStore } from '../../src/cache/segment-store.ts';
import { nodeFileSystem } from '../../src/files/file-system.ts';
import { APP_ID, cachedApp, cachedRecord, filesBelow, SEGMENT, SOURCE } from '../support/cache.ts';
import { inEnglish } from '../support/in-english.ts';
import { temporaryDirectory } from '../support/temporary-directory.ts';

describe('removeCacheFiles', () => {
  it('removes every segment, whatever its source, and the folders', async () => {
    const stateDir = await oneSegment();
    const other = openSegmentStore(stateDir, { ...SOURCE, workspaceId: '2' }, { now: Date.now });
    await other.add(cachedApp({ id: '../x' }), [cachedRecord()]);
    await writeFile(join(stateDir, `${SEGMENT}.0a1b2c3d.tmp`), 'half');
    await writeFile(join(stateDir, SEGMENT), 'damaged');
    await writeFile(join(stateDir, 'run.lock'), '{}');

    const { segments } = await clear(stateDir);

    expect(segments).toBe(2);
    expect(await filesBelow(stateDir)).toEqual(['run.lock']);
    await expect(stat(join(stateDir, dirname(dirname(SEGMENT))))).rejects.toMatchObject({
      code: 'ENOENT',
    });
  });

  it('removes only what is of days before a date, and no folder with the rest', async () => {
    const stateDir = await oneSegment();
    const next = cachedRecord({ at: Date.parse('2026-10-06T00:00:00Z') });
    await openSegmentStore(stateDir, SOURCE, { now: Date.now }).add(cachedApp(), [next]);
    const nextDay = SEGMENT.replace('2026-10-05', '2026-10-06');
    for (const segment of [SEGMENT, nextDay]) {
      await writeFile(join(stateDir, `${segment}.0a1b2c3d.tmp`), 'half');
    }

    expect(await clear(stateDir, '2026-10-05')).toMatchObject({ segments: 0, bytes: 0 });
    expect(await clear(stateDir, '2026-10-06')).toMatchObject({ segments: 1 });

    expect(await filesBelow(stateDir)).toEqual([nextDay, `${nextDay}.0a1b2c3d.tmp`]);
  });

  it('tells how many bytes that were', async () => {
    const stateDir = await oneSegment();
    await writeFile(join(stateDir, SEGMENT), 'x'.repeat(1000));
    await writeFile(join(stateDir, `${SEGMENT}.0a1b2c3d.tmp`), 'x'.repeat(234));

    expect(await clear(stateDir)).toMatchObject({ segments: 1, bytes: 1234, damaged: [] });
  });

  it('leaves alone what is not its own', async () => {
    const stateDir = await oneSegment();
    const folder = dirname(SEGMENT);
    const foreign = [
      'cache/notes.txt',
      `${dirname(folder)}/notes.txt`,
      `${folder}/2026-10-05.ndjson.gz.bak`,
      `${folder}/2026-13-05.ndjson.gz`,
      `${folder}/notes.txt`,
      'cache/2026-10-05.ndjson.gz',
      `cache/notes/${APP_ID}/2026-10-05.ndjson.gz`,
      'spool/2026-10-05.ndjson.gz',
    ].sort();
    await mkdir(join(stateDir, 'spool'));
    await mkdir(join(stateDir, 'cache', 'notes', APP_ID), { recursive: true });
    await mkdir(join(stateDir, folder, '2026-10-07.ndjson.gz'));
    for (const name of foreign) await writeFile(join(stateDir, name), 'mine');

    expect(await clear(stateDir)).toMatchObject({ segments: 1 });

    expect(await filesBelow(stateDir)).toEqual(foreign);
    expect((await stat(join(stateDir, folder, '2026-10-07.ndjson.gz'))).isDirectory()).toBe(true);
  });

  it('makes it durable where a folder has to stay', async () => {
    const stateDir = await oneSegment();
    await writeFile(join(stateDir, dirname(SEGMENT), 'notes.txt'), 'mine');
    const opened: unknown[] = [];
    const open: typeof nodeFileSystem.open = (path, ...parameters) => {
      opened.push(path);
      return nodeFileSystem.open(path, ...parameters);
    };
    const files = { ...nodeFileSystem, open };

    await removeCacheFiles(files, stateDir, await findCacheFiles(files, stateDir));

    expect(opened).toContain(join(stateDir, dirname(SEGMENT)));
  });

  it.each([
    ['the cache', 'cache'],
    ['a source', dirname(dirname(SEGMENT))],
    ['an app', dirname(SEGMENT)],
  ])('removes nothing through a symbolic link in the place of %s', async (_what, name) => {
    const stateDir = await oneSegment();
    const elsewhere = join(await temporaryDirectory(), 'moved');
    await rename(join(stateDir, name), elsewhere);
    await symlink(elsewhere, join(stateDir, name));

    expect(inEnglish(await clear(stateDir))).toMatchObject({
      segments: 0,
      damaged: [{ name, reason: 'it is not a directory' }],
    });
    expect(await filesBelow(elsewhere)).toHaveLength(1);
  });

  it('removes a link in the place of a segment, and not what it leads to', async () => {
    const stateDir = await oneSegment();
    const victim = join(await temporaryDirectory(), 'victim');
    await rename(join(stateDir, SEGMENT), victim);
    await symlink(victim, join(stateDir, SEGMENT));

    await clear(stateDir);

    expect(await filesBelow(stateDir)).toEqual([]);
    expect((await readFile(victim)).length).toBeGreaterThan(0);
  });

  it('says that it may not', async () => {
    const stateDir = await oneSegment();
    const refuse = async () => {
      throw Object.assign(new Error('EROFS'), { code: 'EROFS', syscall: 'unlink' });
    };
    const files = { ...nodeFileSystem, unlink: refuse };

    await expect(
      removeCacheFiles(files, stateDir, await findCacheFiles(files, stateDir)),
    ).rejects.toMatchObject({
      name: 'StateWriteError',
      message: `Could not write ${stateDir}/cache: no permission to write there (EROFS); check DIFY_USAGE_STATE_DIR and its owner`,
    });
  });

  it('has nothing to do where nothing is', async () => {
    const stateDir = join(await temporaryDirectory(), 'state');

    expect(await clear(stateDir)).toEqual({
      paths: [],
      segments: 0,
      bytes: 0,
      folders: [],
      damaged: [],
    });
  });
});

async function clear(stateDir: string, before?: string) {
  const found = await findCacheFiles(nodeFileSystem, stateDir, before);
  await removeCacheFiles(nodeFileSystem, stateDir, found);
  return found;
}

async function oneSegment(): Promise<string> {
  const stateDir = await temporaryDirectory();
  await openSegmentStore(stateDir, SOURCE, { now: Date.now }).add(cachedApp(), [cachedRecord()]);
  return stateDir;
}

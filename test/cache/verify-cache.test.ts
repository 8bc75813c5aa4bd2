import { mkdir, rename, stat, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openSegmentStore } from '../../src/cache/segment-store.ts';
import { verifyCache } from '../../src/cache/verify-cache.ts';
import { nodeFileSystem } from '../../src/files/file-system.ts';
import {
  cachedApp,
  cachedRecord,
  DAY,
  filesBelow,
  SEGMENT,
  SOURCE,
  SOURCE_FOLDER,
  segmentOf,
} from '../support/cache.ts';
import { inEnglish } from '../support/in-english.ts';
import { temporaryDirectory } from '../support/temporary-directory.ts';

const verify = (stateDir: string) => verifyCache(nodeFileSystem, stateDir);

describe('verifyCache', () => {
  it('finds nothing where nothing is', async () => {
    const stateDir = join(await temporaryDirectory(), 'state');

    expect(await verify(stateDir)).toEqual({ apps: [], damaged: [] });
  });

  it('adds up what is kept of every app, whatever its source', async () => {
    const stateDir = await temporaryDirectory();
    await twoDays(stateDir);
    const other = { ...SOURCE, workspaceId: 'workspace-2' };
    await storeOf(stateDir, other).add(cachedApp({ id: 'x', name: 'X' }), [cachedRecord()]);

    const { apps, damaged } = await verify(stateDir);

    expect(damaged).toEqual([]);
    expect(apps.toSorted((left, right) => left.days - right.days)).toEqual([
      {
        source: 'd79733e4d0c27219dffb213984b01b67',
        app: { id: 'x', name: 'X', mode: 'workflow' },
        firstDay: '2026-10-05',
        lastDay: '2026-10-05',
        days: 1,
        records: 1,
        tokens: 15n,
        bytes: await bytesOf(stateDir, 'd79733e4d0c27219dffb213984b01b67'),
      },
      {
        source: SOURCE_FOLDER,
        app: cachedApp(),
        firstDay: '2026-10-05',
        lastDay: '2026-10-06',
        days: 2,
        records: 3,
        tokens: 45n,
        bytes: await bytesOf(stateDir, SOURCE_FOLDER),
      },
    ]);
  });

  it('names what is damaged and counts the rest', async () => {
    const stateDir = await temporaryDirectory();
    await twoDays(stateDir);
    await writeFile(join(stateDir, SEGMENT), 'damaged');

    expect(inEnglish(await verify(stateDir))).toMatchObject({
      apps: [{ days: 1, firstDay: '2026-10-06', records: 1 }],
      damaged: [{ name: SEGMENT, reason: 'it is not whole' }],
    });
  });

  it('names a folder that leads elsewhere', async () => {
    const stateDir = await temporaryDirectory();
    await twoDays(stateDir);
    const folder = dirname(join(stateDir, SEGMENT));
    await rename(folder, `${folder}.moved`);
    await symlink(`${folder}.moved`, folder);

    expect(inEnglish(await verify(stateDir))).toEqual({
      apps: [],
      damaged: [{ name: dirname(SEGMENT), reason: 'it is not a directory' }],
    });
  });

  it('passes over what is of an older format or of somebody else', async () => {
    const stateDir = await temporaryDirectory();
    await twoDays(stateDir);
    const path = join(stateDir, SEGMENT.replace(DAY, '2026-10-04'));
    await writeFile(path, segmentOf(['{"v":0}', '{}']));
    await writeFile(join(dirname(path), 'notes.txt'), 'mine');
    await mkdir(join(stateDir, 'cache', 'notes'));

    expect(await verify(stateDir)).toMatchObject({ apps: [{ days: 2 }], damaged: [] });
  });
});

async function bytesOf(stateDir: string, source: string): Promise<number> {
  const files = (await filesBelow(stateDir)).filter((name) => name.includes(source));
  const sizes = await Promise.all(
    files.map(async (name) => (await stat(join(stateDir, name))).size),
  );
  return sizes.reduce((sum, size) => sum + size, 0);
}

function storeOf(stateDir: string, source: typeof SOURCE) {
  return openSegmentStore(stateDir, source, { now: Date.now });
}

async function twoDays(stateDir: string): Promise<void> {
  await storeOf(stateDir, SOURCE).add(cachedApp(), [
    cachedRecord(),
    cachedRecord({ id: 'run-2' }),
    cachedRecord({ id: 'run-3', at: Date.parse('2026-10-06T00:00:00Z') }),
  ]);
}

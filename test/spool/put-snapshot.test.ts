import { readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { listEntries } from '../../src/spool/list-entries.ts';
import { putSnapshot } from '../../src/spool/put-snapshot.ts';
import { openSpool, type Spool } from '../../src/spool/spool.ts';
import { markAttempt } from '../../src/spool/update-entry.ts';
import { inEnglish } from '../support/in-english.ts';
import { body, fileSystemDyingAt, filesIn, fullFileSystem, snapshot } from '../support/spool.ts';
import { temporaryDirectory } from '../support/temporary-directory.ts';

const start = Date.parse('2026-11-24T09:00:00.000Z');

/** A spool whose clock goes on by a minute with each look at it. */
async function spoolInTest(): Promise<Spool> {
  let minutes = 0;
  const now = () => start + 60_000 * minutes++;
  return openSpool(await temporaryDirectory(), { now });
}

async function waitingIds(spool: Spool): Promise<number[]> {
  const { entries } = await listEntries(spool);
  return entries.map(({ id }) => Number(id));
}

describe('putSnapshot', () => {
  it('queues every body in order, readable by its owner only', async () => {
    const directory = await temporaryDirectory();
    const spool = await openSpool(directory, { now: () => start });

    expect(await putSnapshot(spool, snapshot({ bodies: [body(2), body(1)] }))).toEqual({
      written: 2,
      kept: 0,
      superseded: 0,
      quarantined: [],
    });

    const names = await filesIn(directory, 'spool');
    expect(names).toEqual([
      '20261124T090000000Z-000001-00000000000000000000000000000002.json',
      '20261124T090000000Z-000002-00000000000000000000000000000001.json',
    ]);
    const path = join(directory, 'spool', names[0] ?? '');
    expect((await stat(path)).mode & 0o777).toBe(0o600);
    expect((await stat(join(directory, 'spool'))).mode & 0o777).toBe(0o700);
    expect(JSON.parse(await readFile(path, 'utf8'))).toEqual({
      v: 1,
      id: '00000000000000000000000000000002',
      snapshot: 'snapshot-1',
      complete: true,
      about: {
        format: 'external-api',
        mode: 'per_app',
        aggregation: 'monthly',
        period: '2026-11-01..2026-11-30',
        time_zone: 'Asia/Tokyo',
      },
      export: {
        series: 'series-1',
        content: 'efe6e9ece2973865a2a1c9d7f63b6eaf',
        bodies: 2,
        provisional: false,
        totals: [],
      },
      created_at: '2026-11-24T09:00:00.000Z',
      target: 'http://127.0.0.1/v1/usage',
      bytes: 71,
      sha256: 'c367527a87d44a1bfef6d957bb247d969fabdbca13e6182d600a364984bb9484',
      attempts: 0,
      body: body(2).body,
    });
  });

  it('replaces all bodies of an older snapshot of the same key, and no others', async () => {
    const spool = await spoolInTest();
    await putSnapshot(spool, snapshot({ bodies: [body(1), body(2), body(3)] }));
    await putSnapshot(spool, snapshot({ key: 'other', bodies: [body(4)] }));

    const result = await putSnapshot(spool, snapshot({ bodies: [body(5), body(6)] }));

    expect(result).toMatchObject({ written: 2, superseded: 3 });
    expect(await waitingIds(spool)).toEqual([4, 5, 6]);
  });

  it('lets an incomplete snapshot replace nothing', async () => {
    const spool = await spoolInTest();
    await putSnapshot(spool, snapshot({ bodies: [body(1)] }));

    await putSnapshot(spool, snapshot({ complete: false, bodies: [body(2)] }));

    expect(await waitingIds(spool)).toEqual([1, 2]);
  });

  it('keeps a body that waits already, with its attempts', async () => {
    const spool = await spoolInTest();
    await putSnapshot(spool, snapshot({ bodies: [body(1), body(2)] }));
    const [first] = (await listEntries(spool)).entries;
    if (first !== undefined) await markAttempt(spool, first);
    const before = await filesIn(spool.directory, 'spool');

    const result = await putSnapshot(spool, snapshot({ bodies: [body(1), body(3)] }));

    expect(result).toMatchObject({ written: 1, kept: 1, superseded: 1 });
    const { entries } = await listEntries(spool);
    expect(entries).toMatchObject([
      { name: before[0], attempts: 1 },
      { id: body(3).id, attempts: 0 },
    ]);
  });

  it('sends a repeated body after the incomplete one that came in between', async () => {
    const spool = await spoolInTest();
    const incomplete = { complete: false };
    await putSnapshot(spool, snapshot({ ...incomplete, bodies: [body(1)] }));
    const [first] = (await listEntries(spool)).entries;
    if (first !== undefined) await markAttempt(spool, first);
    await putSnapshot(spool, snapshot({ ...incomplete, bodies: [body(2)] }));

    await putSnapshot(spool, snapshot({ ...incomplete, bodies: [body(1)] }));

    const { entries } = await listEntries(spool);
    expect(entries).toMatchObject([
      { id: body(2).id, attempts: 0 },
      { id: body(1).id, attempts: 1 },
    ]);
  });

  it('says that a body is complete once it is', async () => {
    const spool = await spoolInTest();
    await putSnapshot(spool, snapshot({ complete: false }));

    await putSnapshot(spool, snapshot({ complete: true }));

    expect((await listEntries(spool)).entries).toMatchObject([{ complete: true }]);
  });

  it('stores no body of an empty export, but lets it replace the older one', async () => {
    const spool = await spoolInTest();
    await putSnapshot(spool, snapshot());

    await putSnapshot(spool, snapshot({ bodies: [] }));

    expect(await waitingIds(spool)).toEqual([]);
  });

  it('reports a damaged file that it came across', async () => {
    const spool = await spoolInTest();
    await writeFile(join(spool.directory, 'spool', 'junk.json'), '{');

    expect(inEnglish(await putSnapshot(spool, snapshot()))).toMatchObject({
      written: 1,
      quarantined: [{ name: 'junk.json', reason: 'its name is not that of an entry' }],
    });
  });

  it('leaves everything as it was when the disk is full', async () => {
    const spool = await spoolInTest();
    await putSnapshot(spool, snapshot({ bodies: [body(1)] }));

    await expect(
      putSnapshot({ ...spool, files: fullFileSystem() }, snapshot({ bodies: [body(2)] })),
    ).rejects.toMatchObject({ name: 'StateWriteError', cause: { code: 'ENOSPC' } });

    expect(await waitingIds(spool)).toEqual([1]);
    expect(await readdir(join(spool.directory, 'spool'))).toHaveLength(1);
  });

  it('takes back the first bodies when there is no room for a later one', async () => {
    const spool = await spoolInTest();
    let writes = 0;
    const full = fullFileSystem();
    const files: typeof full = {
      ...full,
      open: (path, flags, mode) => {
        if (flags === 'wx') writes += 1;
        return (writes < 2 ? spool.files : full).open(path, flags, mode);
      },
    };

    await expect(
      putSnapshot({ ...spool, files }, snapshot({ bodies: [body(1), body(2)] })),
    ).rejects.toMatchObject({ name: 'StateWriteError' });
    expect(writes).toBe(2);
    expect(await readdir(join(spool.directory, 'spool'))).toEqual([]);
  });

  it('never loses both the old and the new, wherever it is killed', async () => {
    const counter = { calls: 0 };
    const put = async (n: number) => {
      const spool = await spoolInTest();
      await putSnapshot(spool, snapshot({ bodies: [body(1), body(2)] }));
      const files = fileSystemDyingAt(n, counter);
      counter.calls = 0;
      await putSnapshot({ ...spool, files }, snapshot({ bodies: [body(3), body(4)] })).catch(
        () => undefined,
      );
      return spool;
    };
    await put(Number.POSITIVE_INFINITY);
    const steps = counter.calls;
    expect(steps).toBeGreaterThan(12);

    for (let n = 1; n <= steps; n += 1) {
      const spool = await put(n);
      const { entries, quarantined } = await listEntries(spool);
      const ids = entries.map(({ id }) => Number(id));
      const hasOld = ids.includes(1) && ids.includes(2);
      const hasNew = ids.includes(3) && ids.includes(4);
      expect(hasOld || hasNew, `killed at step ${n}: ${ids}`).toBe(true);
      expect(ids.toSorted(), 'the old is sent before the new').toEqual(ids);
      expect(quarantined).toEqual([]);

      await putSnapshot(spool, snapshot({ bodies: [body(3), body(4)] }));
      expect(await waitingIds(spool)).toEqual([3, 4]);
    }
  });
});

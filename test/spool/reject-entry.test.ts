import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { findFiles } from '../../src/spool/find-files.ts';
import { listEntries } from '../../src/spool/list-entries.ts';
import { putSnapshot } from '../../src/spool/put-snapshot.ts';
import { readEntry } from '../../src/spool/read-entry.ts';
import { rejectEntry } from '../../src/spool/reject-entry.ts';
import { restoreEntry } from '../../src/spool/restore-entry.ts';
import type { Snapshot } from '../../src/spool/snapshot.ts';
import { openSpool, type QueuedEntry, type Spool } from '../../src/spool/spool.ts';
import { recordProblem } from '../../src/spool/update-entry.ts';
import { body, filesIn, snapshot } from '../support/spool.ts';
import { temporaryDirectory } from '../support/temporary-directory.ts';

let spool: Spool;

beforeEach(async () => {
  let minutes = 0;
  const now = () => Date.parse('2026-11-24T09:00:00.000Z') + 60_000 * minutes++;
  spool = await openSpool(await temporaryDirectory(), { now });
});

async function put(overrides: Partial<Snapshot>): Promise<readonly QueuedEntry[]> {
  await putSnapshot(spool, snapshot(overrides));
  return (await listEntries(spool)).entries;
}

async function putAndReject(overrides: Partial<Snapshot>): Promise<void> {
  for (const entry of await put(overrides)) await rejectEntry(spool, entry);
}

async function rejectedIds(): Promise<number[]> {
  return (await listEntries(spool, 'rejected')).entries.map(({ id }) => Number(id));
}

describe('rejectEntry', () => {
  it('sets the entry aside together with the reason', async () => {
    const [entry] = await put({});
    if (entry === undefined) throw new Error('nothing was put');
    const reason = { code: 'http_422', message: 'no such app' };

    await rejectEntry(spool, await recordProblem(spool, entry, reason, 3));

    expect(await filesIn(spool.directory, 'spool')).toEqual([]);
    expect(await readEntry(spool, 'rejected', entry.name)).toMatchObject({
      id: body(1).id,
      last_error: reason,
      attempts: 3,
      body: body(1).body,
    });
  });

  it('keeps only the newest snapshot of a key that is refused every hour', async () => {
    await putAndReject({ bodies: [body(1), body(2)] });
    await putAndReject({ key: 'other', bodies: [body(9)] });

    await putAndReject({ bodies: [body(3), body(4)] });

    expect(await rejectedIds()).toEqual([9, 3, 4]);
  });

  it('forgets what was refused once a newer snapshot of its key is queued', async () => {
    await putAndReject({ bodies: [body(1)] });

    await put({ bodies: [body(2)] });

    expect(await rejectedIds()).toEqual([]);
  });

  it('keeps an older one when the newer is incomplete', async () => {
    await putAndReject({ bodies: [body(1)] });

    await putAndReject({ complete: false, bodies: [body(2)] });

    expect(await rejectedIds()).toEqual([1, 2]);
  });

  it('keeps one copy of the same body', async () => {
    await putAndReject({ key: 'a', bodies: [body(1)] });

    await putAndReject({ key: 'b', bodies: [body(1)] });

    expect((await listEntries(spool, 'rejected')).entries).toMatchObject([{ snapshot: 'b' }]);
  });
});

describe('restoreEntry', () => {
  it('queues a rejected body again in its old place', async () => {
    await putAndReject({ bodies: [body(1)] });
    await put({ key: 'other', bodies: [body(2)] });
    const [found] = await findFiles(spool, body(1).id);
    if (found === undefined) throw new Error('nothing was found');
    expect(found.folder).toBe('rejected');

    await restoreEntry(spool, found);

    const { entries } = await listEntries(spool);
    expect(entries.map(({ id }) => Number(id))).toEqual([1, 2]);
    expect(await filesIn(spool.directory, 'rejected')).toEqual([]);
  });

  it('queues a quarantined file that was repaired, and drops the reason', async () => {
    const [entry] = await put({});
    const name = entry?.name ?? '';
    const path = (folder: string) => join(spool.directory, folder, name);
    const text = `${JSON.stringify(await readEntry(spool, 'spool', name))}`;
    await writeFile(path('spool'), '{');
    await listEntries(spool);
    const found = { folder: 'quarantine', name } as const;

    await expect(restoreEntry(spool, found)).rejects.toMatchObject({ name: 'SpoolEntryError' });
    await writeFile(path('quarantine'), text);
    await restoreEntry(spool, found);

    expect((await listEntries(spool)).entries).toHaveLength(1);
    expect(await filesIn(spool.directory, 'quarantine')).toEqual([]);
  });

  it('leaves what is queued where it is', async () => {
    const [entry] = await put({});

    await restoreEntry(spool, { folder: 'spool', name: entry?.name ?? '' });

    expect((await listEntries(spool)).entries).toHaveLength(1);
  });
});

describe('findFiles', () => {
  it('finds an id in every folder, and a damaged file by its name', async () => {
    await putAndReject({ bodies: [body(1)] });
    await put({ key: 'other', bodies: [body(1)] });
    await writeFile(join(spool.directory, 'quarantine', 'junk.json'), '{');

    expect((await findFiles(spool, body(1).id)).map(({ folder }) => folder)).toEqual([
      'spool',
      'rejected',
    ]);
    expect(await findFiles(spool, 'junk.json')).toEqual([
      { folder: 'quarantine', name: 'junk.json' },
    ]);
    expect(await findFiles(spool, '../run.lock')).toEqual([]);
  });
});

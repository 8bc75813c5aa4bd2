import { describe, expect, it } from 'vitest';
import { nodeFileSystem } from '../../src/files/file-system.ts';
import { DEFAULT_LIMITS, type SpoolLimits } from '../../src/spool/check-limits.ts';
import { listEntries } from '../../src/spool/list-entries.ts';
import { putSnapshot } from '../../src/spool/put-snapshot.ts';
import type { Snapshot } from '../../src/spool/snapshot.ts';
import { openSpool, type Spool } from '../../src/spool/spool.ts';
import { SpoolFullError } from '../../src/spool/spool-full-error.ts';
import { body, filesIn, snapshot } from '../support/spool.ts';
import { temporaryDirectory } from '../support/temporary-directory.ts';

const START = Date.parse('2026-11-24T09:00:00.000Z');
const DAY_MS = 86_400_000;

async function spoolAt(directory: string, day: number): Promise<Spool> {
  return openSpool(directory, { now: () => START + day * DAY_MS });
}

function put(spool: Spool, overrides: Partial<Snapshot>, limits: Partial<SpoolLimits> = {}) {
  return putSnapshot(spool, snapshot(overrides), { ...DEFAULT_LIMITS, ...limits });
}

async function waitingIds(spool: Spool): Promise<number[]> {
  return (await listEntries(spool)).entries.map(({ id }) => Number(id));
}

describe('a spool with limits', () => {
  it('refuses more bodies than it may hold and throws none away', async () => {
    const spool = await spoolAt(await temporaryDirectory(), 0);
    await put(spool, { key: 'a', bodies: [body(1), body(2)] });

    const refused = put(spool, { key: 'b', bodies: [body(3)] }, { entries: 2 });

    await expect(refused).rejects.toThrow('The spool holds 2 of at most 2 bodies');
    await expect(refused).rejects.toBeInstanceOf(SpoolFullError);
    expect(await waitingIds(spool)).toEqual([1, 2]);
  });

  it('takes a newer state of what waits although it is full', async () => {
    const spool = await spoolAt(await temporaryDirectory(), 0);
    await put(spool, { key: 'a', bodies: [body(1), body(2)] });

    await put(spool, { key: 'a', bodies: [body(3), body(4)] }, { entries: 1, bytes: 10 });

    expect(await waitingIds(spool)).toEqual([3, 4]);
  });

  it('refuses more bytes than it may hold', async () => {
    const spool = await spoolAt(await temporaryDirectory(), 0);
    await put(spool, { key: 'a', bodies: [body(1)] });

    await put(spool, { key: 'b', bodies: [body(2)] }, { bytes: 142 });
    const refused = put(spool, { key: 'c', bodies: [body(3)] }, { bytes: 142 });

    await expect(refused).rejects.toThrow('The spool holds 142 of at most 142 bytes');
  });

  it('takes no other period while a body has been waiting for more than 90 days', async () => {
    const directory = await temporaryDirectory();
    await put(await spoolAt(directory, 0), { key: 'a', bodies: [body(1)] });

    await put(await spoolAt(directory, 90), { key: 'b', bodies: [body(2)] });
    const later = await spoolAt(directory, 91);

    await expect(put(later, { key: 'c', bodies: [body(3)] })).rejects.toThrow(
      'The body 00000000000000000000000000000001 of 2026-11-01..2026-11-30 waits in the spool for 91 days',
    );
    await put(later, { key: 'b', bodies: [body(4)] });
    await put(later, { key: 'c', target: 'https://other.test/', bodies: [body(5)] });
    expect(await waitingIds(later)).toEqual([1, 4, 5]);
  });

  it('begins nothing on a disk with less than twice the room for it', async () => {
    const directory = await temporaryDirectory();
    const withFree = (bavail: number): Promise<Spool> =>
      openSpool(directory, {
        now: () => START,
        files: {
          ...nodeFileSystem,
          statfs: async () => ({ bsize: 1, blocks: 1000, bavail }),
        },
      });

    await expect(put(await withFree(141), { bodies: [body(1)] })).rejects.toThrow(
      'has 141 bytes left, and 142 are needed',
    );
    expect(await filesIn(directory, 'spool')).toEqual([]);
    await put(await withFree(142), { bodies: [body(1)] });
    expect(await filesIn(directory, 'spool')).toHaveLength(1);
  });
});

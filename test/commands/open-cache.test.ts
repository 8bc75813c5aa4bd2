import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { expect, it } from 'vitest';
import { openSegmentStore } from '../../src/cache/segment-store.ts';
import { openCache } from '../../src/commands/open-cache.ts';
import type { ReadEvent } from '../../src/commands/read-usage-ports.ts';
import { StateWriteError } from '../../src/files/state-write-error.ts';
import { cachedApp, cachedRecord, SEGMENT, SOURCE } from '../support/cache.ts';
import { inEnglish } from '../support/in-english.ts';
import { temporaryDirectory } from '../support/temporary-directory.ts';

it('looks once a run which apps are known, and tells once of what is damaged', async () => {
  const stateDir = await temporaryDirectory();
  await mkdir(dirname(join(stateDir, SEGMENT)), { recursive: true });
  await writeFile(join(stateDir, SEGMENT), 'damaged');
  const events: ReadEvent[] = [];
  const cache = open(stateDir, events);

  const { id, name } = cachedApp();
  expect((await cache?.knownApps())?.get(id)?.name).toBe(id);
  await openSegmentStore(stateDir, SOURCE, { now: Date.now }).add(cachedApp(), [cachedRecord()]);
  expect((await cache?.knownApps())?.get(id)?.name).toBe(id);
  for (let period = 0; period < 2; period += 1) cache?.reportDamaged();

  expect(inEnglish(events)).toEqual([
    { kind: 'cache_damaged', name: SEGMENT, reason: 'it is not whole' },
  ]);
  expect((await open(stateDir, [])?.knownApps())?.get(id)?.name).toBe(name);
});

it('tells once of a disk that refuses every app alike', async () => {
  const events: ReadEvent[] = [];
  const cache = open(await temporaryDirectory(), events);

  for (const code of ['ENOSPC', 'ENOSPC', 'EROFS', 'ENOSPC']) {
    const cause = Object.assign(new Error(code), { code, syscall: 'open' });
    cache?.onFailure(new StateWriteError(`/state/${events.length}`, { cause }));
  }

  expect(events).toMatchObject([
    { kind: 'cache_failed', error: { message: expect.stringContaining('ENOSPC') } },
    { kind: 'cache_failed', error: { message: expect.stringContaining('EROFS') } },
  ]);
});

function open(stateDir: string, events: ReadEvent[]) {
  return openCache(SOURCE.workspaceId, SOURCE, {
    stateDir,
    now: Date.now,
    cache: 'read',
    signal: new AbortController().signal,
    onEvent: (event) => events.push(event),
  });
}

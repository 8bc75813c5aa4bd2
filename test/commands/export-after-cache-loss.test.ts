import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { findCacheFiles, removeCacheFiles } from '../../src/cache/clear-cache.ts';
import { nodeFileSystem } from '../../src/files/file-system.ts';
import { deleteApp, startCachedStage, unreadOf, use } from '../support/cached-stage.ts';

const CREATED = { createdAt: '2026-09-20T00:00:00Z' };
type Stage = Awaited<ReturnType<typeof startCachedStage>>;

async function clearBefore({ stateDir }: Stage, day: string): Promise<void> {
  const found = await findCacheFiles(nodeFileSystem, stateDir, day);
  await removeCacheFiles(nodeFileSystem, stateDir, found);
}

describe('an export after a part of the cache is gone', () => {
  it('reads the messages of a conversation again of which days were cleared', async () => {
    const stage = await startCachedStage('1.14.2');
    const app = stage.build.app('chat', { name: 'chat', ...CREATED });
    const conversation = stage.build.conversation(app, { at: '2026-10-05T10:00:00Z' });
    use(stage.build, app, '2026-10-05T10:00:00Z', { conversation });
    use(stage.build, app, '2026-11-05T10:00:00Z', { conversation });
    stage.setNow('2026-11-06T10:00:00Z');
    const options = { period: '2026-10', mode: 'per_user' } as const;
    const before = await stage.read(options);
    await clearBefore(stage, '2026-11-01');

    const after = await stage.read(options);

    expect(after.users).toEqual(before.users);
  });

  it('reads the runs of an old chatflow again of which days were cleared', async () => {
    const stage = await startCachedStage('1.8.1');
    const app = stage.build.app('advanced-chat', { name: 'flow', ...CREATED });
    const conversation = stage.build.conversation(app, { at: '2026-10-05T10:00:00Z' });
    use(stage.build, app, '2026-10-05T10:00:00Z', { conversation });
    use(stage.build, app, '2026-11-05T10:00:00Z', { conversation });
    stage.setNow('2026-11-06T10:00:00Z');
    const before = await stage.read({ period: '2026-10' });
    await clearBefore(stage, '2026-11-01');

    const after = await stage.read({ period: '2026-10' });

    expect(before.apps).toEqual(['2026-10 flow 15 0.0000750 USD']);
    expect(after.apps).toEqual(before.apps);
  });

  it('names the day of a deleted workflow app whose runs are lost', async () => {
    const stage = await startCachedStage('1.14.2');
    const app = stage.build.app('workflow', { name: 'gone', ...CREATED });
    use(stage.build, app, '2026-10-01T10:00:00Z');
    use(stage.build, app, '2026-10-05T10:00:00Z');
    stage.setNow('2026-11-01T10:00:00Z');
    await stage.read({ period: '2026-10' });
    deleteApp(stage.build, app);
    const { paths } = await findCacheFiles(nodeFileSystem, stage.stateDir, '2026-10-06');
    const [lost = ''] = paths.filter((path) => path.includes('2026-10-05'));
    await rm(join(stage.stateDir, lost));

    const after = await stage.read({ period: '2026-10' });

    expect(after.apps).toEqual(['2026-10 gone 15 0.0000750 USD']);
    expect(unreadOf(after)).toEqual(['gone 2026-10-05T00:00 2026-10-06T00:00']);
  });

  it('names a deleted app of which all days were cleared', async () => {
    const stage = await startCachedStage('1.14.2');
    const app = stage.build.app('chat', { name: 'gone', ...CREATED });
    use(stage.build, app, '2026-10-05T10:00:00Z');
    stage.setNow('2026-10-06T10:00:00Z');
    await stage.read({ period: 'current_month' });
    deleteApp(stage.build, app);
    stage.setNow('2026-10-07T10:00:00Z');
    await stage.read({ period: 'current_month' });
    await clearBefore(stage, '2026-11-01');
    stage.setNow('2026-11-07T10:00:00Z');

    const { apps, ...reading } = await stage.read({ period: '2026-10' });

    expect(unreadOf({ apps, ...reading })).toEqual(['gone 2026-10-01T00:00 2026-10-07T10:00']);
  });
});

import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { listSegments } from '../support/cache.ts';
import { deleteApp, startCachedStage, unreadOf, use } from '../support/cached-stage.ts';

const LEDGER_MODES = ['chat', 'agent-chat', 'completion'];
const MODES = [...LEDGER_MODES, 'workflow', 'advanced-chat'];
const CREATED = { createdAt: '2026-09-20T00:00:00Z' };

describe('an app that is deleted after some of it was read', () => {
  it.each(MODES)('names when a %s app may have spent what nobody read', async (mode) => {
    const stage = await startCachedStage('1.14.2');
    const app = stage.build.app(mode, { name: 'gone', ...CREATED });
    use(stage.build, app, '2026-10-05T10:00:00Z');
    use(stage.build, app, '2026-10-06T10:00:00Z');
    stage.setNow('2026-10-06T03:00:00Z');
    await stage.read({ period: 'yesterday', aggregation: 'daily' });
    deleteApp(stage.build, app);
    stage.setNow('2026-10-07T03:00:00Z');
    const atOnce = await stage.read({ period: 'yesterday', aggregation: 'daily' });
    stage.setNow('2026-11-01T03:00:00Z');

    const month = await stage.read({ period: 'last_month' });

    expect(atOnce.apps).toEqual([]);
    expect(unreadOf(atOnce)).toEqual(['gone 2026-10-06T00:00 2026-10-07T00:00']);
    expect(month.apps).toEqual(['2026-10 gone 15 0.0000750 USD']);
    expect(unreadOf(month)).toEqual([
      'gone 2026-10-01T00:00 2026-10-05T00:00',
      'gone 2026-10-06T00:00 2026-10-07T03:00',
    ]);
  });

  it.each(MODES)('names the whole period of a %s app whose files are damaged', async (mode) => {
    const stage = await startCachedStage('1.14.2');
    const app = stage.build.app(mode, { name: 'gone', ...CREATED });
    use(stage.build, app, '2026-10-05T10:00:00Z');
    stage.setNow('2026-11-02T03:00:00Z');
    await stage.read({ period: 'last_month' });
    deleteApp(stage.build, app);
    for (const path of await listSegments(stage.stateDir)) {
      await writeFile(join(stage.stateDir, path), 'damaged');
    }

    const month = await stage.read({ period: 'last_month' });
    const again = await stage.read({ period: 'last_month' });

    expect(month.apps).toEqual([]);
    for (const each of [month, again]) {
      expect(unreadOf(each)).toEqual([`${app.id} 2026-10-01T00:00 2026-11-01T00:00`]);
    }
  });

  it.each(MODES)(
    'names nothing of a %s app before it was made or after it was gone',
    async (mode) => {
      const stage = await startCachedStage('1.14.2');
      const app = stage.build.app(mode, { name: 'gone', createdAt: '2026-10-04T12:00:00Z' });
      use(stage.build, app, '2026-10-05T10:00:00Z');
      stage.setNow('2026-10-08T03:00:00Z');
      await stage.read({ period: 'current_month' });
      deleteApp(stage.build, app);
      stage.setNow('2026-10-08T04:00:00Z');
      await stage.read({ period: 'current_month' });
      stage.setNow('2026-12-01T03:00:00Z');

      expect(unreadOf(await stage.read({ period: '2026-09' }))).toEqual([]);
      expect(unreadOf(await stage.read({ period: '2026-11' }))).toEqual([]);
      expect(unreadOf(await stage.read({ period: '2026-10' }))).toEqual([
        'gone 2026-10-08T01:00 2026-10-08T04:00',
      ]);
      // Another cut of the same days: the last of them was read too early.
      expect(unreadOf(await stage.read({ period: '2026-10-08', aggregation: 'daily' }))).toEqual([
        'gone 2026-10-08T01:00 2026-10-08T04:00',
      ]);
    },
  );

  it.each(MODES)(
    'bills a %s app whose period was read late enough without a word',
    async (mode) => {
      const stage = await startCachedStage('1.14.2');
      const app = stage.build.app(mode, { name: 'gone', ...CREATED });
      use(stage.build, app, '2026-10-05T10:00:00Z');
      stage.setNow('2026-11-01T02:00:00Z');
      const before = await stage.read({ period: '2026-10' });
      deleteApp(stage.build, app);
      stage.setNow('2026-11-03T02:00:00Z');

      const after = await stage.read({ period: '2026-10' });

      expect(after.apps).toEqual(before.apps);
      expect(unreadOf(after)).toEqual([]);
    },
  );

  it('does not take the last hours before it was read for final', async () => {
    const stage = await startCachedStage('1.14.2');
    const app = stage.build.app('chat', { name: 'gone', ...CREATED });
    stage.setNow('2026-11-01T01:59:00Z');
    await stage.read({ period: '2026-10' });
    deleteApp(stage.build, app);
    stage.setNow('2026-11-03T02:00:00Z');

    expect(unreadOf(await stage.read({ period: '2026-10' }))).toEqual([
      'gone 2026-10-31T23:59 2026-11-01T00:00',
    ]);
  });

  it.each(MODES)('is named when a %s app was first used after it was read', async (mode) => {
    const stage = await startCachedStage('1.14.2');
    const app = stage.build.app(mode, { name: 'gone', ...CREATED });
    stage.setNow('2026-10-05T10:00:00Z');
    await stage.read({ period: 'current_month' });
    use(stage.build, app, '2026-10-05T10:30:00Z');
    deleteApp(stage.build, app);
    stage.setNow('2026-10-05T11:00:00Z');

    expect(unreadOf(await stage.read({ period: 'current_month' }))).toEqual([
      'gone 2026-10-05T08:00 2026-10-05T11:00',
    ]);
  });

  it('is refused by a strict run as missing', async () => {
    const stage = await startCachedStage('1.14.2');
    const app = stage.build.app('chat', { name: 'gone', ...CREATED });
    use(stage.build, app, '2026-10-05T10:00:00Z');
    stage.setNow('2026-10-06T10:00:00Z');
    await stage.read({ period: 'current_month' });
    deleteApp(stage.build, app);

    const { bill } = await stage.read({ period: 'current_month', strict: true });

    expect(bill.objections).toContain('missing_usage');
  });

  it('is named when a run that was going on was not read to its end', async () => {
    const stage = await startCachedStage('1.14.2');
    const app = stage.build.app('workflow', { name: 'gone', ...CREATED });
    use(stage.build, app, '2026-10-05T10:00:30Z');
    for (const run of stage.build.world.runs) run.status = 'paused';
    stage.setNow('2026-10-08T10:00:00Z');
    await stage.read({ period: '2026-10-05', aggregation: 'daily' });
    deleteApp(stage.build, app);

    const { apps, ...reading } = await stage.read({ period: '2026-10-05', aggregation: 'daily' });

    expect(apps).toEqual(['2026-10-05 gone 15 0.0000750 USD']);
    expect(unreadOf({ apps, ...reading })).toEqual(['gone 2026-10-05T10:00 2026-10-05T10:01']);
  });

  it('is an app like others when a backup brings it back', async () => {
    const stage = await startCachedStage('1.14.2');
    const app = stage.build.app('workflow', { name: 'back', ...CREATED });
    use(stage.build, app, '2026-10-05T10:00:00Z');
    stage.setNow('2026-10-06T10:00:00Z');
    await stage.read({ period: 'current_month' });
    deleteApp(stage.build, app);
    stage.setNow('2026-10-07T10:00:00Z');
    await stage.read({ period: 'current_month' });
    stage.build.world.apps.push(app);
    stage.setNow('2026-10-08T10:00:00Z');
    await stage.read({ period: 'current_month' });
    deleteApp(stage.build, app);
    stage.setNow('2026-10-09T10:00:00Z');

    expect(unreadOf(await stage.read({ period: 'current_month' }))).toEqual([
      'back 2026-10-08T08:00 2026-10-09T10:00',
    ]);
  });
});

describe('what is known of a deleted app in another cut', () => {
  it.each(LEDGER_MODES)('is billed for a %s app when the account has moved', async (mode) => {
    const stage = await startCachedStage('1.14.2');
    const app = stage.build.app(mode, { name: 'gone', ...CREATED });
    for (const day of ['05', '06', '07']) use(stage.build, app, `2026-10-${day}T10:00:00Z`);
    const before = await stage.read();
    deleteApp(stage.build, app);
    stage.build.owner.timezone = 'Asia/Tokyo';

    const after = await stage.read();
    const daily = await stage.read({ aggregation: 'daily' });

    expect(after.apps).toEqual(before.apps);
    expect(unreadOf(after)).toEqual([]);
    expect(daily.apps).toEqual(
      ['05', '06', '07'].map((day) => `2026-10-${day} gone 15 0.0000750 USD`),
    );
    expect(unreadOf(daily)).toEqual([]);
  });

  it('is joined from days to a month, and a month is divided into days', async () => {
    const stage = await startCachedStage('1.14.2');
    const app = stage.build.app('chat', { name: 'gone', createdAt: '2026-10-03T00:00:00Z' });
    for (const day of ['03', '04', '05']) use(stage.build, app, `2026-10-${day}T10:00:00Z`);
    for (const day of ['03', '04', '05']) {
      stage.setNow(`2026-10-${day}T12:00:00Z`);
      await stage.read({ period: 'current_month', aggregation: 'daily' });
    }
    stage.setNow('2026-10-06T10:00:00Z');
    await stage.read({ period: 'yesterday', aggregation: 'daily' });
    deleteApp(stage.build, app);
    stage.setNow('2026-10-06T11:00:00Z');

    const month = await stage.read({ period: 'current_month' });
    const days = await stage.read({ period: '2026-10-04', aggregation: 'daily' });

    expect(month.apps).toEqual(['2026-10 gone 45 0.0002250 USD']);
    expect(unreadOf(month)).toEqual(['gone 2026-10-06T00:00 2026-10-06T11:00']);
    expect(days.apps).toEqual(['2026-10-04 gone 15 0.0000750 USD']);
    expect(unreadOf(days)).toEqual([]);
  });

  it('is named where the hours of two zones do not fit', async () => {
    const stage = await startCachedStage('1.14.2');
    const app = stage.build.app('chat', { name: 'gone', createdAt: '2026-10-05T00:00:00Z' });
    for (const hour of ['10', '16']) use(stage.build, app, `2026-10-05T${hour}:00:00Z`);
    use(stage.build, app, '2026-10-06T10:00:00Z');
    await stage.read();
    deleteApp(stage.build, app);
    const day = { period: '2026-10-06', aggregation: 'daily', timeZone: 'Asia/Tokyo' } as const;

    const after = await stage.read(day);

    expect(after.apps).toEqual([]);
    expect(unreadOf(after)).toEqual(['gone 2026-10-05T15:00 2026-10-06T15:00']);
  });

  it('is what an older Dify counted, when it was upgraded since', async () => {
    const stage = await startCachedStage('1.8.1');
    const app = stage.build.app('chat', { name: 'gone', ...CREATED });
    use(stage.build, app, '2026-10-05T10:00:00Z');
    const before = await stage.read();
    deleteApp(stage.build, app);
    stage.dify.upgrade('1.14.2');

    const after = await stage.read();

    expect(after.apps).toEqual(before.apps);
    expect(unreadOf(after)).toEqual([]);
  });
});

describe('the name of a deleted app', () => {
  it.each(MODES)('is the last one that a %s app had', async (mode) => {
    const stage = await startCachedStage('1.14.2');
    const app = stage.build.app(mode, { name: 'old', ...CREATED });
    if (mode.endsWith('chat')) app.modelConfig = null;
    use(stage.build, app, '2026-10-05T10:00:00Z');
    stage.setNow('2026-10-06T10:00:00Z');
    await stage.read({ period: 'current_month' });
    app.name = 'new';
    stage.setNow('2026-10-10T10:00:00Z');
    await stage.read({ period: 'current_month' });
    deleteApp(stage.build, app);

    const { apps } = await stage.read({ period: 'current_month' });

    expect(apps).toEqual(['2026-10 new 15 0.0000750 USD']);
  });
});

import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { worldBuilder } from '../support/fake-dify/builders.ts';
import { llm } from '../support/fake-dify/node-spec.ts';
import { startStage } from '../support/stage.ts';
import { storedFigures } from '../support/stored-figures.ts';

const NO_RETRY = { env: { MAX_RETRIES: '0' } };

function exportOf(period: string): string[] {
  return ['export', '--period', period, '--timezone', 'Asia/Tokyo'];
}

describe('story 3, a receiver that is down for two days under an hourly cron', () => {
  it('finds one body per month afterwards, of the last state', async () => {
    const build = worldBuilder('1.14.2');
    const app = build.app('workflow', { name: 'app' });
    build.run(app, { at: '2026-11-20T00:00:00Z', nodes: [llm()] });
    const stage = await startStage({ world: build.world, now: '2026-12-10T00:30:00Z' });
    stage.receiver.always({ status: 503 });

    for (const hour of ['01', '02', '03', '04']) {
      build.run(app, { at: `2026-12-10T${hour}:00:00Z`, nodes: [llm()] });
      stage.setNow(`2026-12-10T${hour}:30:00Z`);
      expect(await stage.run(exportOf('current_month'), NO_RETRY)).toMatchObject({ status: 75 });
      expect(await stage.run(exportOf('last_month'), NO_RETRY)).toMatchObject({ status: 75 });
      expect(await readdir(join(stage.stateDir, 'spool'))).toHaveLength(2);
    }
    stage.receiver.always(undefined);
    const before = stage.receiver.requests.length;

    expect(await stage.run(['spool', 'retry'])).toMatchObject({ status: 0, stderr: '' });

    expect(stage.receiver.requests.slice(before)).toHaveLength(2);
    expect(storedFigures(stage.receiver)).toEqual([
      '2026-11 app 15 0.0000750 USD',
      '2026-12 app 60 0.0003000 USD',
    ]);
    expect(await readdir(join(stage.stateDir, 'spool'))).toEqual([]);
  });
});

describe.each(['1.8.1', '1.14.2'])('story 10, an app that is deleted in Dify %s', (version) => {
  it.each(['workflow', 'chat'])('a %s app stays in the bill of its month', async (mode) => {
    const build = worldBuilder(version);
    const gone = build.app(mode, { name: 'gone' });
    const stays = build.app('workflow', { name: 'stays' });
    if (mode === 'chat') build.message(gone, { at: '2026-12-09T01:00:00Z' });
    else build.run(gone, { at: '2026-12-09T01:00:00Z', nodes: [llm()] });
    const stage = await startStage({ version, world: build.world, now: '2026-12-10T03:00:00Z' });
    const env = { DIFY_USAGE_MODEL_CURRENCY: 'gpt-*=USD' };
    await stage.run([...exportOf('current_month'), '--mode', 'all'], { env });
    const before = storedFigures(stage.receiver);
    build.world.apps.splice(build.world.apps.indexOf(gone), 1);
    build.run(stays, { at: '2026-12-10T03:30:00Z', nodes: [llm()] });
    stage.setNow('2026-12-10T04:00:00Z');

    const again = [...exportOf('current_month'), '--mode', 'all'];
    const run = await stage.run([...again, '--json'], { env });

    expect(storedFigures(stage.receiver)).toEqual([...before, '2026-12 stays 15 0.0000750 USD']);
    const { status, workspace_complete, reconciliation, warnings } = JSON.parse(run.stdout);
    expect({ status, workspace_complete }).toEqual({ status: 0, workspace_complete: true });
    expect(reconciliation.differences).toMatchObject([{ cause: 'deleted_since', tokens: -15 }]);
    expect(warnings).toMatchObject([
      { code: 'app_deleted_since' },
      { code: 'deleted_app_unread', message: expect.stringContaining('to 2026-12-10T04:00Z') },
    ]);
    expect(await stage.run([...again, '--strict'], { env })).toMatchObject({ status: 69 });
  });
});

describe('story 11, a log cleanup that was faster than the export', () => {
  it('does not block the bill, which names what is gone; --strict does', async () => {
    const build = worldBuilder('1.14.2');
    const app = build.app('workflow', { name: 'app' });
    build.deleteRun(build.run(app, { at: '2026-11-01T01:00:00+09:00', nodes: [llm()] }).run);
    build.run(app, { at: '2026-11-15T00:00:00Z', nodes: [llm()] });
    const stage = await startStage({ world: build.world });

    const run = await stage.run(exportOf('2026-11'));
    const strict = await stage.run([...exportOf('2026-11'), '--strict']);

    expect(run).toMatchObject({ status: 0, stdout: '' });
    expect(run.stderr).toContain('"code":"missing_runs_cleaned_up"');
    expect(storedFigures(stage.receiver)).toEqual(['2026-11 app 15 0.0000750 USD']);
    expect(strict.status).toBe(69);
  });
});

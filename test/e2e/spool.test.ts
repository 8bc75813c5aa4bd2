import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { worldBuilder } from '../support/fake-dify/builders.ts';
import { llm } from '../support/fake-dify/node-spec.ts';
import { startFakeReceiver } from '../support/fake-receiver.ts';
import { type Stage, startStage } from '../support/stage.ts';
import { storedFigures } from '../support/stored-figures.ts';

const NO_RETRY = { env: { MAX_RETRIES: '0' } };
const DOWN = { status: 503, body: { message: 'maintenance' } };

describe('a receiver that is down', () => {
  it('gets what waited, oldest first, when it is back', async () => {
    const stage = await startStage({ world: threeMonths() });
    stage.receiver.always(DOWN);

    expect(await stage.run(exportOf('2026-09'), NO_RETRY)).toMatchObject({ status: 75 });
    expect(await filesIn(stage, 'spool')).toHaveLength(1);
    const second = await stage.run(exportOf('2026-10'), NO_RETRY);
    expect(second).toMatchObject({ status: 75, stdout: '' });
    expect(second.stderr).toContain('maintenance');
    expect(await filesIn(stage, 'spool')).toHaveLength(2);
    const before = stage.receiver.requests.length;
    stage.receiver.always(undefined);

    expect(await stage.run(exportOf('2026-11'))).toMatchObject({ status: 0, stderr: '' });

    const sent = stage.receiver.requests.slice(before).map(({ body }) => JSON.parse(body));
    expect(sent.map(({ app_records }) => app_records[0].period)).toEqual([
      '2026-09',
      '2026-10',
      '2026-11',
    ]);
    expect(await filesIn(stage, 'spool')).toEqual([]);
  });

  it('is not sent an older state of the same period', async () => {
    const build = worldBuilder('1.14.2');
    const app = build.app('workflow', { name: 'app' });
    build.run(app, { at: '2026-12-02T00:00:00Z', nodes: [llm()] });
    const stage = await startStage({ world: build.world, now: '2026-12-10T03:00:00Z' });
    stage.receiver.always(DOWN);
    await stage.run(exportOf('current_month'), NO_RETRY);
    build.run(app, { at: '2026-12-10T03:30:00Z', nodes: [llm()] });
    stage.setNow('2026-12-10T04:00:00Z');

    const newer = await stage.run([...exportOf('current_month'), '--json'], NO_RETRY);

    expect(JSON.parse(newer.stdout)).toMatchObject({
      status: 75,
      spool: { written: 1, kept: 0, superseded: 1 },
      delivery: { deferred: { status: 75, entries: 1 } },
    });
    expect(await filesIn(stage, 'spool')).toHaveLength(1);
    stage.receiver.always(undefined);
    const before = stage.receiver.requests.length;
    expect(await stage.run(['spool', 'retry'])).toMatchObject({ status: 0 });
    expect(stage.receiver.requests.slice(before)).toHaveLength(1);
    expect(storedFigures(stage.receiver)).toEqual(['2026-12 app 30 0.0001500 USD']);
  });

  it('is repeated within a run, with the same key', async () => {
    const stage = await startStage({ world: threeMonths() });
    stage.receiver.script(DOWN, { status: 429, headers: { 'retry-after': '7' } });

    const run = await stage.run([...exportOf('2026-10'), '--json']);

    expect(JSON.parse(run.stdout)).toMatchObject({
      status: 0,
      delivery: { delivered: [{ attempts: 3 }] },
    });
    expect(new Set(stage.receiver.requests.map((each) => each.idempotencyKey)).size).toBe(1);
  });

  it('that asks for an hour is not waited for', async () => {
    const stage = await startStage({ world: threeMonths() });
    stage.receiver.script({ status: 503, headers: { 'retry-after': '3600' } });

    const run = await stage.run(exportOf('2026-10'), { waits: 'real', timeoutMs: 10_000 });

    expect(run).toMatchObject({ status: 75, stdout: '' });
    expect(stage.receiver.requests).toHaveLength(1);
  });

  it('that took the body before the connection broke takes it once', async () => {
    const stage = await startStage({ world: threeMonths() });
    stage.receiver.script({ stores: true, fault: 'reset' });

    const run = await stage.run([...exportOf('2026-10'), '--json']);

    expect(JSON.parse(run.stdout)).toMatchObject({
      status: 0,
      delivery: { delivered: [{ attempts: 2 }] },
    });
    const [first, second] = stage.receiver.requests;
    expect(second?.idempotencyKey).toBe(first?.idempotencyKey);
    expect(second?.body).toBe(first?.body);
    expect(storedFigures(stage.receiver)).toEqual(['2026-10 app 15 0.0000750 USD']);
  });
});

describe('a Dify that is down', () => {
  it('does not hold back what waits', async () => {
    const stage = await startStage({ world: threeMonths() });
    stage.receiver.always(DOWN);
    await stage.run(exportOf('2026-09'), NO_RETRY);
    stage.receiver.always(undefined);
    await stage.dify.close();

    const run = await stage.run(exportOf('2026-10'));

    expect(run).toMatchObject({ status: 69, stdout: '' });
    expect(storedFigures(stage.receiver)).toEqual(['2026-09 app 15 0.0000750 USD']);
    expect(await filesIn(stage, 'spool')).toEqual([]);
  });
});

describe('a body that the receiver does not take', () => {
  it('is divided when it is too large, into parts with keys that never change', async () => {
    const stage = await startStage({ world: manyApps(), receiver: { maxBytes: 700 } });

    const run = await stage.run([...exportOf('2026-10'), '--mode', 'both']);

    expect(run).toMatchObject({ status: 0, stdout: '', stderr: '' });
    expect(storedFigures(stage.receiver)).toHaveLength(8);
    expect(stage.receiver.rows('workspace_records')).toMatchObject([{ token_count: 120 }]);
    const firstKeys = stage.receiver.requests.map((each) => each.idempotencyKey);
    expect(new Set(firstKeys).size).toBe(firstKeys.length);
    await stage.run([...exportOf('2026-10'), '--mode', 'both', '--force']);
    const secondKeys = stage.receiver.requests.slice(firstKeys.length);
    expect(secondKeys.map((each) => each.idempotencyKey)).toEqual(firstKeys);
  });

  it('is rejected when even one record is too large', async () => {
    const stage = await startStage({ world: threeMonths(), receiver: { maxBytes: 100 } });

    const run = await stage.run(exportOf('2026-10'));

    expect(run).toMatchObject({ status: 65, stdout: '' });
    expect(await filesIn(stage, 'rejected')).toHaveLength(1);
  });

  it('costs the refused array only', async () => {
    const receiver = { refusedArrays: ['workspace_records'] };
    const stage = await startStage({ world: threeMonths(), receiver });

    const run = await stage.run([...exportOf('2026-10'), '--mode', 'both']);

    expect(run).toMatchObject({ status: 65, stdout: '' });
    expect(run.stderr).toContain('workspace_records is not valid');
    expect(storedFigures(stage.receiver)).toEqual(['2026-10 app 15 0.0000750 USD']);
    expect(await filesIn(stage, 'rejected')).toHaveLength(1);
    expect(await filesIn(stage, 'spool')).toEqual([]);
    expect(stage.receiver.requests.length).toBeLessThanOrEqual(4);
  });
});

describe('dify-usage spool', () => {
  it('list tells that nothing waits', async () => {
    const stage = await startStage({ world: threeMonths() });

    expect(await stage.run(['spool', 'list'])).toMatchObject({
      status: 0,
      stdout: `The spool in ${stage.stateDir} is empty.\n`,
      stderr: '',
    });
    const json = await stage.run(['spool', 'list', '--json']);
    expect(JSON.parse(json.stdout)).toEqual({
      command: 'spool list',
      status: 0,
      spool: [],
      rejected: [],
      quarantine: [],
    });
  });

  it('list and show tell what waits, and need no credentials', async () => {
    const { stage, id } = await oneWaiting();
    const env = { DIFY_PASSWORD: undefined, EXTERNAL_API_TOKEN: undefined };

    const text = await stage.run(['spool', 'list'], { env });
    const json = await stage.run(['spool', 'list', '--json'], { env });
    const shown = await stage.run(['spool', 'show', id], { env });

    expect(text).toMatchObject({ status: 0, stderr: '' });
    expect(text.stdout).toContain(`${id}  2026-10-01..2026-10-31 per_app`);
    expect(text.stdout).toContain('maintenance');
    expect(JSON.parse(json.stdout)).toMatchObject({
      spool: [{ id, attempts: 1, last_error: { code: 'http_503' } }],
      rejected: [],
      quarantine: [],
    });
    expect(JSON.parse(shown.stdout)).toMatchObject({
      id,
      target: stage.receiver.url.href,
      body: stage.receiver.requests[0]?.body,
    });
  });

  it('retry sends what waits', async () => {
    const { stage, id } = await oneWaiting();
    expect(await stage.run(['spool', 'retry'], NO_RETRY)).toMatchObject({ status: 75, stdout: '' });
    stage.receiver.always(undefined);

    const run = await stage.run(['spool', 'retry', '--json']);

    expect(JSON.parse(run.stdout)).toMatchObject({
      command: 'spool retry',
      status: 0,
      delivery: { delivered: [{ idempotency_key: id, attempts: 3 }], deferred: null },
    });
    expect(storedFigures(stage.receiver)).toEqual(['2026-10 app 15 0.0000750 USD']);
    expect(await filesIn(stage, 'spool')).toEqual([]);
  });

  it('retry with an id sends what was rejected once more', async () => {
    const stage = await startStage({ world: threeMonths() });
    stage.receiver.script({ status: 422, body: { message: 'unknown app' } });
    await stage.run(exportOf('2026-10'));
    const { rejected } = JSON.parse((await stage.run(['spool', 'list', '--json'])).stdout);
    expect(rejected).toMatchObject([{ last_error: { message: expect.stringMatching('unknown') } }]);
    const unnamed = await stage.run(['spool', 'retry', '--verbose']);
    expect(unnamed).toMatchObject({ status: 0, stdout: '' });
    expect(unnamed.stderr).toContain(`Rejected by the receiver:\n  ${rejected[0].id}  `);
    expect(storedFigures(stage.receiver)).toEqual([]);

    const run = await stage.run(['spool', 'retry', rejected[0].id]);

    expect(run).toMatchObject({ status: 0, stdout: '', stderr: '' });
    expect(storedFigures(stage.receiver)).toEqual(['2026-10 app 15 0.0000750 USD']);
    expect(await filesIn(stage, 'rejected')).toEqual([]);
  });

  it('retry with an id sends what waited for a mistyped address', async () => {
    const stage = await startStage({ world: threeMonths() });
    await stage.run(exportOf('2026-10'), { env: { EXTERNAL_API_URL: mistyped(stage) } });
    const id = await onlyId(stage);

    expect(await stage.run(['spool', 'retry', id])).toMatchObject({ status: 0, stderr: '' });

    expect(storedFigures(stage.receiver)).toEqual(['2026-10 app 15 0.0000750 USD']);
    expect(await filesIn(stage, 'spool')).toEqual([]);
  });

  it('retry refuses to overwrite what the receiver got since', async () => {
    const build = worldBuilder('1.14.2');
    const app = build.app('workflow', { name: 'app' });
    build.run(app, { at: '2026-12-02T00:00:00Z', nodes: [llm()] });
    const stage = await startStage({ world: build.world, now: '2026-12-10T03:00:00Z' });
    await stage.run(exportOf('2026-12'), { env: { EXTERNAL_API_URL: mistyped(stage) } });
    const id = await onlyId(stage);
    build.run(app, { at: '2026-12-10T03:30:00Z', nodes: [llm()] });
    stage.setNow('2026-12-10T04:00:00Z');
    await stage.run(exportOf('2026-12'));

    const run = await stage.run(['spool', 'retry', id]);

    expect(run).toMatchObject({ status: 64, stdout: '' });
    expect(run.stderr).toContain(`remove it with dify-usage spool rm ${id}`);
    expect(storedFigures(stage.receiver)).toEqual(['2026-12 app 30 0.0001500 USD']);
    expect(await filesIn(stage, 'spool')).toHaveLength(1);
  });

  it('retry from a mistyped address is no reason to take the next export for known', async () => {
    const build = worldBuilder('1.14.2');
    const app = build.app('workflow', { name: 'app' });
    build.run(app, { at: '2026-12-02T00:00:00Z', nodes: [llm()] });
    const stage = await startStage({ world: build.world, now: '2026-12-10T03:00:00Z' });
    const args = [...exportOf('2026-12'), '--no-cache'];
    await stage.run(args);
    stage.setNow('2026-12-10T04:00:00Z');
    build.run(app, { at: '2026-12-10T03:30:00Z', nodes: [llm()] });
    await stage.run(args, { env: { EXTERNAL_API_URL: mistyped(stage) } });
    build.world.runs.pop();
    await stage.run(['spool', 'retry', await onlyId(stage)]);
    expect(storedFigures(stage.receiver)).toEqual(['2026-12 app 30 0.0001500 USD']);

    expect(await stage.run(args)).toMatchObject({ status: 0 });

    expect(storedFigures(stage.receiver)).toEqual(['2026-12 app 15 0.0000750 USD']);
  });

  it('retry refuses what was rejected before another zone was delivered', async () => {
    const build = worldBuilder('1.14.2');
    const app = build.app('workflow', { name: 'app' });
    build.run(app, { at: '2026-10-15T12:00:00Z', nodes: [llm()] });
    build.run(app, { at: '2026-10-31T20:00:00Z', nodes: [llm()] });
    const stage = await startStage({ world: build.world });
    stage.receiver.script({ status: 422, body: { message: 'unknown app' } });
    await stage.run(['export', '--period', '2026-10', '--timezone', 'UTC']);
    const { rejected } = JSON.parse((await stage.run(['spool', 'list', '--json'])).stdout);
    await stage.run(exportOf('2026-10'));

    const run = await stage.run(['spool', 'retry', rejected[0].id]);

    expect(run).toMatchObject({ status: 64, stdout: '' });
    expect(storedFigures(stage.receiver)).toEqual(['2026-10 app 15 0.0000750 USD']);
    expect(await filesIn(stage, 'rejected')).toHaveLength(1);
  });

  it('retry sends the bodies of one export one by one to the right address', async () => {
    const stage = await startStage({ world: manyApps() });
    const env = { EXTERNAL_API_URL: mistyped(stage), EXTERNAL_API_MAX_BYTES: '1000' };
    await stage.run(exportOf('2026-10'), { env });
    const { spool } = JSON.parse((await stage.run(['spool', 'list', '--json'])).stdout);

    for (const { id } of spool) {
      expect(await stage.run(['spool', 'retry', id])).toMatchObject({ status: 0 });
    }

    expect(spool.length).toBeGreaterThan(1);
    expect(storedFigures(stage.receiver)).toHaveLength(8);
  });

  it('retry to another receiver is no delivery to the first one', async () => {
    const { stage, id } = await oneWaiting();
    const other = await startFakeReceiver();
    onTestFinished(() => other.close());
    const env = { EXTERNAL_API_URL: other.url.href };
    expect(await stage.run(['spool', 'retry', id], { env })).toMatchObject({ status: 0 });
    stage.receiver.always(undefined);

    await stage.run(exportOf('2026-10'));

    expect(storedFigures(other)).toEqual(['2026-10 app 15 0.0000750 USD']);
    expect(storedFigures(stage.receiver)).toEqual(['2026-10 app 15 0.0000750 USD']);
  });

  it.each([
    ['export', exportOf('2026-10')],
    ['export --catch-up', ['export', '--catch-up', '--timezone', 'Asia/Tokyo']],
  ])('rm of what may have arrived lets the next %s say again what holds', async (_name, next) => {
    const build = worldBuilder('1.14.2');
    const app = build.app('workflow', { name: 'app' });
    build.run(app, { at: '2026-10-15T12:00:00Z', nodes: [llm()] });
    const stage = await startStage({ world: build.world, receiver: { repeatedKeyStatus: 409 } });
    const args = [...exportOf('2026-10'), '--no-cache'];
    await stage.run(args);
    build.run(app, { at: '2026-10-16T12:00:00Z', nodes: [llm()] });
    stage.receiver.script({ stores: true, fault: 'cut' });
    await stage.run(args, NO_RETRY);
    await stage.run(['spool', 'rm', await onlyId(stage), '--yes']);
    build.world.runs.pop();

    expect(await stage.run([...next, '--no-cache'])).toMatchObject({ status: 0 });

    expect(storedFigures(stage.receiver)).toEqual(['2026-10 app 15 0.0000750 USD']);
  });

  it('rm wants a confirmation, and there is nobody to ask without a terminal', async () => {
    const { stage, id } = await oneWaiting();

    const run = await stage.run(['spool', 'rm', id]);

    expect(run).toMatchObject({ status: 64, stdout: '' });
    expect(run.stderr).toContain('--yes');
    expect(await filesIn(stage, 'spool')).toHaveLength(1);
    expect(await stage.run(['spool', 'rm', id, '--yes'])).toMatchObject({ status: 0, stdout: '' });
    expect(await filesIn(stage, 'spool')).toEqual([]);
  });

  it.each(['show', 'retry', 'rm'])('%s does not know an id that is not there', async (command) => {
    const { stage } = await oneWaiting();
    const id = '0'.repeat(32);

    const run = await stage.run(['spool', command, id, ...(command === 'rm' ? ['--yes'] : [])]);

    expect(run).toMatchObject({ status: 64, stdout: '' });
    expect(run.stderr).toContain(id);
    expect(await filesIn(stage, 'spool')).toHaveLength(1);
    expect(stage.receiver.requests).toHaveLength(1);
  });

  it('show takes no path for an id', async () => {
    const { stage } = await oneWaiting();

    const run = await stage.run(['spool', 'show', '../../etc/passwd']);

    expect(run).toMatchObject({ status: 64, stdout: '' });
  });
});

function exportOf(period: string): string[] {
  return ['export', '--period', period, '--timezone', 'Asia/Tokyo'];
}

function filesIn({ stateDir }: Stage, folder: 'spool' | 'rejected'): Promise<string[]> {
  return readdir(join(stateDir, folder));
}

/** One app with 15 tokens in each of three months. */
function mistyped({ receiver }: Stage): string {
  return new URL('/v1/typo', receiver.url).href;
}

async function onlyId(stage: Stage): Promise<string> {
  const { spool } = JSON.parse((await stage.run(['spool', 'list', '--json'])).stdout);
  expect(spool).toHaveLength(1);
  return spool[0].id;
}

function threeMonths() {
  const build = worldBuilder('1.14.2');
  const app = build.app('workflow', { name: 'app' });
  for (const month of ['09', '10', '11']) {
    build.run(app, { at: `2026-${month}-05T10:00:00Z`, nodes: [llm()] });
  }
  return build.world;
}

function manyApps() {
  const build = worldBuilder('1.14.2');
  for (let app = 0; app < 8; app += 1) {
    build.run(build.app('workflow', { name: `app ${app}` }), { nodes: [llm()] });
  }
  return build.world;
}

async function oneWaiting(): Promise<{ readonly stage: Stage; readonly id: string }> {
  const stage = await startStage({ world: threeMonths() });
  stage.receiver.always(DOWN);
  await stage.run(exportOf('2026-10'), NO_RETRY);
  return { stage, id: stage.receiver.requests[0]?.idempotencyKey ?? '' };
}

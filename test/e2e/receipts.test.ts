import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { worldBuilder } from '../support/fake-dify/builders.ts';
import { llm } from '../support/fake-dify/node-spec.ts';
import { type Stage, startStage } from '../support/stage.ts';
import { storedFigures } from '../support/stored-figures.ts';

const CATCH_UP = ['export', '--catch-up', '--timezone', 'Asia/Tokyo'];
const DOWN = { status: 503, body: { message: 'maintenance' } };

describe('export --catch-up', () => {
  it('delivers the months without a receipt, oldest first, with one login', async () => {
    const stage = await startStage({ world: fourMonths() });
    await stage.run(exportOf('2026-08'));
    const logins = countLogins(stage);

    const run = await stage.run([...CATCH_UP, '--verbose']);

    expect(run).toMatchObject({ status: 0, stdout: '' });
    expect(run.stderr).toContain(
      'Catch-up: 3 period(s) without a receipt since 2026-08-01..2026-08-31.',
    );
    expect(run.stderr).toContain('2026-10-01..2026-10-31: nothing to report');
    expect(sentPeriods(stage)).toEqual(['2026-08', '2026-09', '2026-11']);
    expect(countLogins(stage) - logins).toBe(1);
  });

  it('has nothing left to do afterwards, not even for a month without usage', async () => {
    const stage = await startStage({ world: fourMonths() });
    await stage.run(exportOf('2026-08'));
    await stage.run(CATCH_UP);

    const again = await stage.run([...CATCH_UP, '--json']);

    expect(JSON.parse(again.stdout)).toMatchObject({ status: 0, periods: [], exports: [] });
    expect(sentPeriods(stage)).toHaveLength(3);
  });

  it('takes no more months than it is told, and says how many are left', async () => {
    const stage = await startStage({ world: fourMonths() });
    await stage.run(exportOf('2026-08'));

    const run = await stage.run([
      'export',
      '--catch-up',
      '1',
      '--timezone',
      'Asia/Tokyo',
      '--json',
    ]);

    expect(JSON.parse(run.stdout)).toMatchObject({ periods: ['2026-09-01..2026-09-30'], more: 2 });
    expect(sentPeriods(stage)).toEqual(['2026-08', '2026-09']);
  });

  it('exports the last month only when nothing was ever delivered', async () => {
    const stage = await startStage({ world: fourMonths() });

    expect(await stage.run(CATCH_UP)).toMatchObject({ status: 0, stdout: '' });

    expect(sentPeriods(stage)).toEqual(['2026-11']);
  });

  it('sends a month again that was delivered while it still ran', async () => {
    const stage = await startStage({ world: fourMonths(), now: '2026-11-16T00:00:00Z' });
    await stage.run(exportOf('current_month'));
    stage.setNow('2026-12-10T03:00:00Z');

    await stage.run(CATCH_UP);

    expect(sentPeriods(stage)).toEqual(['2026-11', '2026-11']);
    expect(storedFigures(stage.receiver)).toEqual(['2026-11 app 30 0.0001500 USD']);
  });

  it('stops at the first month that cannot be delivered, so that none overtakes it', async () => {
    const stage = await startStage({ world: fourMonths() });
    await stage.run(exportOf('2026-08'));
    stage.receiver.always(DOWN);

    const run = await stage.run(CATCH_UP, { env: { MAX_RETRIES: '0' } });

    expect(run).toMatchObject({ status: 75, stdout: '' });
    expect(run.stderr).toContain('2 later period(s) wait for the next run');
    expect(await readdir(join(stage.stateDir, 'spool'))).toHaveLength(1);
    stage.receiver.always(undefined);
    expect(await stage.run(CATCH_UP)).toMatchObject({ status: 0 });
    expect(new Set(sentPeriods(stage))).toEqual(new Set(['2026-08', '2026-09', '2026-11']));
  });

  it('ends with status 69 and keeps the gap when Dify cannot be read', async () => {
    const stage = await startStage({ world: fourMonths() });
    await stage.run(exportOf('2026-08'));
    await stage.dify.close();

    const run = await stage.run(CATCH_UP);

    expect(run).toMatchObject({ status: 69, stdout: '' });
    expect(run.stderr).toContain('Dify could not be read');
  });

  it('sends a month again, under the same key, whose receipt is damaged', async () => {
    const stage = await startStage({ world: fourMonths() });
    await stage.run(exportOf('2026-11'));
    const receipts = join(stage.stateDir, 'receipts');
    const [name = ''] = await readdir(receipts);
    const whole = await readFile(join(receipts, name), 'utf8');
    await writeFile(join(receipts, name), whole.slice(0, 100));

    const run = await stage.run(CATCH_UP);

    expect(run).toMatchObject({ status: 0, stdout: '' });
    expect(run.stderr).toContain('receipt_damaged');
    const [first, second] = stage.receiver.requests;
    expect(second?.idempotencyKey).toBe(first?.idempotencyKey);
    expect(await readFile(join(receipts, name), 'utf8')).toContain('"delivered_at"');
  });

  it('has its own periods', async () => {
    const stage = await startStage({ world: fourMonths() });

    const run = await stage.run([...CATCH_UP, '--period', '2026-08']);

    expect(run).toMatchObject({ status: 64, stdout: '' });
    expect(run.stderr).toContain('--catch-up');
  });
});

describe('an export that the receiver has acknowledged', () => {
  it('is sent again when what Dify tells has changed, and only then', async () => {
    const build = worldBuilder('1.14.2');
    const app = build.app('workflow', { name: 'app' });
    build.run(app, { at: '2026-11-15T12:00:00+09:00', nodes: [llm()] });
    const stage = await startStage({ world: build.world });
    await stage.run(exportOf('2026-11'));
    await stage.run(exportOf('2026-11'));
    expect(sentPeriods(stage)).toHaveLength(1);
    build.run(app, { at: '2026-11-16T12:00:00+09:00', nodes: [llm()] });

    const run = await stage.run(exportOf('2026-11'));

    expect(run.stderr).toContain('"code":"delivered_period_corrected"');
    expect(run.stderr).toContain('2026-11 +15 tokens, +0.0000750 USD');
    expect(sentPeriods(stage)).toHaveLength(2);
    expect(storedFigures(stage.receiver)).toEqual(['2026-11 app 30 0.0001500 USD']);
  });

  it('goes back to an earlier content under another key, which the receiver does not know', async () => {
    const build = worldBuilder('1.14.2');
    const app = build.app('workflow', { name: 'app' });
    build.run(app, { at: '2026-11-15T12:00:00+09:00', nodes: [llm()] });
    const receiver = { repeatedKeyStatus: 409 } as const;
    const stage = await startStage({ world: build.world, receiver });
    await stage.run(exportOf('2026-11'));
    app.name = 'renamed';
    await stage.run(exportOf('2026-11'));
    app.name = 'app';

    const run = await stage.run([...exportOf('2026-11'), '--json']);

    expect(JSON.parse(run.stdout)).toMatchObject({
      delivery: { delivered: [{ records: 1, already_received: false }] },
    });
    expect(stage.receiver.requests.map(({ headers }) => headers['idempotency-key'])).toSatisfy(
      (keys: readonly string[]) => new Set(keys).size === 3,
    );
  });

  it('is sent again when an export in another mode has overwritten its records', async () => {
    const build = worldBuilder('1.14.2');
    const app = build.app('workflow', { name: 'app' });
    build.run(app, { at: '2026-11-15T12:00:00+09:00', nodes: [llm()] });
    const stage = await startStage({ world: build.world, receiver: { repeatedKeyStatus: 409 } });
    const inMode = (mode: string) => [...exportOf('2026-11'), '--mode', mode, '--no-cache'];
    await stage.run(inMode('per_app'));
    await stage.run(inMode('both'));
    await stage.run(inMode('per_app'));
    expect(sentPeriods(stage)).toHaveLength(2);
    build.run(app, { at: '2026-11-16T12:00:00+09:00', nodes: [llm()] });
    await stage.run(inMode('both'));
    build.world.runs.pop();

    expect(await stage.run(inMode('per_app'))).toMatchObject({ status: 0 });

    expect(storedFigures(stage.receiver)).toEqual(['2026-11 app 15 0.0000750 USD']);
  });

  it('is sent again until what had overwritten it has been overwritten whole', async () => {
    const build = worldBuilder('1.14.2');
    const app = build.app('workflow', { name: 'app' });
    build.run(app, { at: '2026-11-15T12:00:00+09:00', nodes: [llm()] });
    const stage = await startStage({ world: build.world, receiver: { repeatedKeyStatus: 409 } });
    const inMode = (mode: string) => [...exportOf('2026-11'), '--mode', mode, '--no-cache'];
    await stage.run(inMode('both'));
    build.run(app, { at: '2026-11-16T12:00:00+09:00', nodes: [llm()] });
    await stage.run(inMode('workspace'));
    build.world.runs.pop();
    const refusal = { status: 422, body: { message: 'not now' } };
    stage.receiver.script(refusal, { status: 200, body: { success: true }, stores: true }, refusal);
    expect(await stage.run(inMode('both'))).toMatchObject({ status: 65 });

    expect(await stage.run(inMode('both'))).toMatchObject({ status: 0 });

    expect(stage.receiver.rows('workspace_records')).toMatchObject([{ token_count: 15 }]);
  });

  it('names the records that it has no more, which an overwriting receiver keeps', async () => {
    const build = worldBuilder('1.14.2');
    build.message(build.app('chat', { name: 'chat' }), { at: '2026-11-15T12:00:00+09:00' });
    const stage = await startStage({ world: build.world });
    await stage.run(exportOf('2026-11'));
    const env = { DIFY_USAGE_MODEL_CURRENCY: 'gpt-*=CNY' };

    const changed = await stage.run(exportOf('2026-11'), { env });
    const again = await stage.run(exportOf('2026-11'), { env });

    expect(storedFigures(stage.receiver)).toHaveLength(2);
    expect(changed.stderr).toContain('"code":"records_withdrawn"');
    expect(changed.stderr).toContain('1 record(s) with 15 tokens that were delivered');
    expect(again.stderr).not.toContain('records_withdrawn');
  });

  it('has a receipt with its attempts, and one delivery when an acknowledgement was lost', async () => {
    const stage = await startStage({ world: fourMonths() });
    stage.receiver.script({ stores: true, fault: 'cut' });

    await stage.run(exportOf('2026-11'));

    const [name = ''] = await readdir(join(stage.stateDir, 'receipts'));
    const receipt = JSON.parse(await readFile(join(stage.stateDir, 'receipts', name), 'utf8'));
    expect(receipt).toMatchObject({ complete: true, provisional: false, bodies_exported: 1 });
    expect(receipt.bodies).toMatchObject([{ attempts: 2, records: 1 }]);
    expect(storedFigures(stage.receiver)).toEqual(['2026-11 app 30 0.0001500 USD']);
  });
});

/** Usage in August, September and twice in November; none in October. */
function fourMonths() {
  const build = worldBuilder('1.14.2');
  const app = build.app('workflow', { name: 'app' });
  for (const at of ['2026-08-15', '2026-09-15', '2026-11-15', '2026-11-20']) {
    build.run(app, { at: `${at}T12:00:00+09:00`, nodes: [llm()] });
  }
  return build.world;
}

function exportOf(period: string): string[] {
  return ['export', '--period', period, '--timezone', 'Asia/Tokyo'];
}

function sentPeriods(stage: Stage): string[] {
  return stage.receiver.requests.map(({ body }) => JSON.parse(body).app_records[0].period);
}

function countLogins(stage: Stage): number {
  return stage.dify.requests.filter(({ path }) => path.endsWith('/login')).length;
}

describe('a period that was delivered in another zone, too', () => {
  it('is sent again when the zone is changed back', async () => {
    const stage = await startStage({ world: twoZones(), receiver: { repeatedKeyStatus: 409 } });
    const inZone = (zone: string) => ['export', '--period', '2026-09', '--timezone', zone];
    await stage.run(inZone('America/New_York'));
    await stage.run(inZone('Asia/Tokyo'));
    expect(storedFigures(stage.receiver)).toContain('2026-09 app 15 0.0000750 USD');

    const back = await stage.run(inZone('America/New_York'));
    const again = await stage.run([...inZone('America/New_York'), '--json']);

    expect(back).toMatchObject({ status: 0 });
    expect(storedFigures(stage.receiver)).toContain('2026-09 app 30 0.0001500 USD');
    expect(JSON.parse(again.stdout)).toMatchObject({ warnings: [], delivery: { delivered: [] } });
  });

  it('is sent after what still waits in the other zone', async () => {
    const stage = await startStage({ world: twoZones(), receiver: { repeatedKeyStatus: 409 } });
    const inZone = (zone: string) => ['export', '--period', '2026-09', '--timezone', zone];
    await stage.run(inZone('America/New_York'));
    stage.receiver.always(DOWN);
    await stage.run(inZone('Asia/Tokyo'), { env: { MAX_RETRIES: '0' } });
    stage.receiver.always(undefined);

    expect(await stage.run(inZone('America/New_York'))).toMatchObject({ status: 0 });

    expect(storedFigures(stage.receiver)).toContain('2026-09 app 30 0.0001500 USD');
  });

  it('names the records that are in the other zone only', async () => {
    const stage = await startStage({ world: twoZones() });
    const inZone = (zone: string) => ['export', '--period', '2026-09', '--timezone', zone];
    await stage.run(inZone('America/New_York'));

    const moved = await stage.run(inZone('Asia/Tokyo'));
    const again = await stage.run([...inZone('Asia/Tokyo'), '--force']);

    expect(moved.stderr).toContain('1 record(s) with 15 tokens that were delivered');
    expect(again.stderr).not.toContain('records_withdrawn');
  });
});

/** On the last evening of September in New York, which is October in Tokyo. */
function twoZones() {
  const build = worldBuilder('1.14.2');
  const app = build.app('workflow', { name: 'app' });
  const evening = build.app('workflow', { name: 'evening' });
  build.run(app, { at: '2026-09-15T12:00:00Z', nodes: [llm()] });
  build.run(app, { at: '2026-09-30T20:00:00Z', nodes: [llm()] });
  build.run(evening, { at: '2026-09-30T20:00:00Z', nodes: [llm()] });
  return build.world;
}

describe('the time zone of the Dify account', () => {
  it('is named once when it was changed and none is configured', async () => {
    const world = fourMonths();
    const stage = await startStage({ world });
    await stage.run(['export', '--period', '2026-09']);
    for (const account of world.accounts) account.timezone = 'America/New_York';

    const changed = await stage.run(['export', '--period', '2026-11']);
    const again = await stage.run(['export', '--period', '2026-11', '--force']);

    expect(changed).toMatchObject({ status: 0, stdout: '' });
    expect(changed.stderr).toContain('"code":"time_zone_changed"');
    expect(changed.stderr).toContain(
      'The last delivery was cut in UTC and this one is in America/New_York',
    );
    expect(again.stderr).not.toContain('time_zone_changed');
  });

  it('does not matter when one is configured', async () => {
    const world = fourMonths();
    const stage = await startStage({ world });
    await stage.run(exportOf('2026-11'));
    const before = storedFigures(stage.receiver);
    for (const account of world.accounts) account.timezone = 'America/New_York';

    const run = await stage.run([...exportOf('2026-11'), '--force']);

    expect(run).toMatchObject({ status: 0, stdout: '', stderr: '' });
    expect(storedFigures(stage.receiver)).toEqual(before);
    expect(stage.receiver.requests[1]?.body).toBe(stage.receiver.requests[0]?.body);
  });
});

import { describe, expect, it, onTestFinished } from 'vitest';
import { exportExitCodes } from '../../src/cli/export-exit-codes.ts';
import type { ExportResult } from '../../src/commands/export-usage.ts';
import { mostUrgent } from '../../src/exit-code.ts';
import { formatUnits, parseUnits } from '../../src/usage/money.ts';
import { loadWorld } from '../support/fake-dify/load-world.ts';
import { startFakeDify } from '../support/fake-dify/server.ts';
import { type FakeReceiverOptions, startFakeReceiver } from '../support/fake-receiver.ts';
import { type DryRunOptions, dryRun, exportTo } from '../support/in-process.ts';
import { temporaryDirectory } from '../support/temporary-directory.ts';

const VERSION = '1.14.2';
const ALL = { mode: 'all', timeZone: 'Asia/Tokyo' } as const;

async function start(receiverOptions: FakeReceiverOptions = {}) {
  const dify = await startFakeDify({ version: VERSION, world: loadWorld(VERSION).world });
  const receiver = await startFakeReceiver({ token: 'token', ...receiverOptions });
  onTestFinished(async () => {
    await Promise.all([dify.close(), receiver.close()]);
  });
  const stateDir = await temporaryDirectory();
  const run = (options: Partial<DryRunOptions> = {}) =>
    exportTo(dify, receiver, { ...ALL, stateDir, ...options });
  const sums = () =>
    ['workspace_records', 'app_records', 'user_records', 'model_records'].map((array) => {
      const rows = receiver.rows(array);
      const tokens = rows.map((row) => Number(row['token_count'] ?? row['total_tokens']));
      const usd = rows.filter(({ currency }) => currency === 'USD');
      const units = usd.map(({ total_price }) => parseUnits(String(total_price)));
      return [
        array,
        tokens.reduce((sum, each) => sum + each, 0),
        formatUnits(units.reduce((sum, each) => sum + each, 0n)),
      ];
    });
  return { dify, receiver, run, sums };
}

const statusOf = (result: ExportResult) => mostUrgent(exportExitCodes(result));

describe('an export in mode all', () => {
  it('delivers four kinds of records that are one bill', async () => {
    const { run, sums } = await start();

    expect(statusOf(await run())).toBe(0);
    expect(sums()).toEqual([
      ['workspace_records', 35_828, '0.0800442'],
      ['app_records', 35_828, '0.0800442'],
      ['user_records', 35_828, '0.0000000'],
      ['model_records', 35_828, '0.0800442'],
    ]);
  });

  it('is the same bill in many small bodies', async () => {
    const { receiver, run, sums } = await start();

    await run({ maxBodyBytes: 2000 });

    expect(receiver.requests.length).toBeGreaterThan(20);
    expect(new Set(sums().map(([, tokens]) => tokens))).toEqual(new Set([35_828]));
  });

  it('sends the bytes that a dry run shows, and the same when repeated', async () => {
    const { dify, receiver, run } = await start();

    const { reading } = await dryRun(dify, ALL);
    await run({ concurrency: 1 });
    await run({ concurrency: 8, force: true });

    if (reading.kind === 'failed') throw reading.error;
    const [body] = reading.bodies.map((each) => each.body);
    expect(receiver.requests.map((request) => request.body)).toEqual([body, body]);
  });

  it('lets the other records arrive when the receiver refuses one kind', async () => {
    const { receiver, run } = await start({ refusedArrays: ['model_records'] });

    expect(statusOf(await run())).toBe(65);
    expect(receiver.rows('user_records')).not.toEqual([]);
    expect(receiver.rows('app_records')).not.toEqual([]);
    expect(receiver.rows('model_records')).toEqual([]);
  });

  it('sends the users and models of the other apps while one cannot be read', async () => {
    const { dify, receiver, run } = await start();
    const app = dify.world.apps.find(({ mode }) => mode === 'workflow');
    dify.addFault({
      path: new RegExp(`/apps/${app?.id}/`),
      times: 1000,
      action: { kind: 'answer', status: 503 },
    });

    expect(statusOf(await run())).toBe(69);
    const apps = new Set(receiver.rows('model_records').map(({ app_id }) => app_id));
    expect(apps.size).toBeGreaterThan(20);
    expect(apps).not.toContain(app?.id);
    expect(receiver.rows('workspace_records')).toEqual([]);
  });

  it('names users as callers and people know them on request', async () => {
    const { receiver, run } = await start();

    await run({ userId: 'session' });

    const users = receiver
      .rows('user_records')
      .map(({ user_id, user_type }) => [user_type, user_id]);
    expect(users).toContainEqual(['account', 'admin@example.com']);
    expect(users).toContainEqual(['end_user', '__proto__']);
    expect(users).toContainEqual(['end_user', '=1+1']);
  });
});

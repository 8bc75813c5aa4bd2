import { describe, expect, it, onTestFinished } from 'vitest';
import { verifyCache } from '../../src/cache/verify-cache.ts';
import type { ExportResult } from '../../src/commands/export-usage.ts';
import { nodeFileSystem } from '../../src/files/file-system.ts';
import { startCachedStage, use } from '../support/cached-stage.ts';
import { OWNER } from '../support/fake-dify/builders.ts';
import { type FakeReceiver, startFakeReceiver } from '../support/fake-receiver.ts';
import { type DryRunOptions, exportTo } from '../support/in-process.ts';

const DAY_MS = 86_400_000;
const TABLES = ['app_records', 'user_records', 'model_records'];

describe('what is read from the cache', () => {
  it('is divided as what is read from Dify, and sent once', async () => {
    const stage = await start();
    const receiver = await startReceiver();
    const options = { maxBodyBytes: 1200 };

    await stage.deliver(receiver, options);
    const bodies = receiver.requests.length;
    const again = await stage.deliver(receiver, options);
    const forced = await stage.deliver(receiver, { ...options, force: true });
    const other = await startReceiver();
    await stage.deliver(other, { ...options, cache: 'none' });

    expect(bodies).toBeGreaterThan(2);
    expect(again.unchangedSince).toBeDefined();
    expect(forced.delivery?.delivered).toHaveLength(bodies);
    expect(receiver.requests).toHaveLength(2 * bodies);
    expect(bodiesOf(other)).toEqual(bodiesOf(receiver).slice(bodies));
    expect(bodiesOf(other)).toEqual(bodiesOf(receiver).slice(0, bodies));
  });

  it('goes whole to a receiver that was changed since', async () => {
    const stage = await start();
    const [former, present] = [await startReceiver(), await startReceiver()];
    await stage.deliver(former);
    const asked = stage.dify.requests.length;

    const moved = await stage.deliver(present);

    expect(stage.dify.requests.length - asked).toBeLessThan(asked);
    expect(moved.unchangedSince).toBeUndefined();
    for (const table of TABLES) {
      expect(present.rows(table)).toEqual(former.rows(table));
      expect(present.rows(table).length).toBeGreaterThan(0);
    }
  });

  it('is kept although the spool takes nothing more, and is delivered when it does', async () => {
    const stage = await start();
    const receiver = await startReceiver();
    receiver.always({ status: 503 });
    await stage.deliver(receiver);
    stage.later(91 * DAY_MS);
    use(stage.build, stage.app, '2026-12-20T10:00:00Z');

    const refused = await stage.deliver(receiver, { period: '2026-12' });
    receiver.always(undefined);
    const asked = stage.countNodes();
    const drained = await stage.deliver(receiver, { period: '2026-12' });
    const delivered = await stage.deliver(receiver, { period: '2026-12' });

    expect(refused.spoolFailure?.name).toBe('SpoolFullError');
    expect((await verifyCache(nodeFileSystem, stage.stateDir)).apps[0]?.lastDay).toBe('2026-12-20');
    expect(stage.countNodes()).toBe(asked);
    expect(drained.delivery?.delivered).toHaveLength(1);
    expect(delivered.delivery?.delivered).toHaveLength(1);
    expect(receiver.rows('app_records')).toMatchObject([
      { period: '2026-10', token_count: 60 },
      { period: '2026-12', token_count: 15 },
    ]);
  });
});

async function start() {
  const stage = await startCachedStage('1.14.2');
  const app = stage.build.app('workflow', { name: 'app' });
  for (const day of ['05', '06', '07', '08']) {
    use(stage.build, app, `2026-10-${day}T10:00:00Z`, { user: `user-${day}` });
  }
  let now = stage.now();
  return {
    ...stage,
    app,
    later(ms: number) {
      now += ms;
      stage.setNow(new Date(now).toISOString());
    },
    countNodes: () => stage.dify.requests.filter(({ path }) => /node-executions/.test(path)).length,
    deliver(receiver: FakeReceiver, options: DryRunOptions = {}): Promise<ExportResult> {
      return exportTo(stage.dify, receiver, {
        stateDir: stage.stateDir,
        password: OWNER.password,
        mode: 'all',
        timeZone: 'UTC',
        now: stage.now,
        ...options,
      });
    },
  };
}

async function startReceiver(): Promise<FakeReceiver> {
  const receiver = await startFakeReceiver({ token: 'token' });
  onTestFinished(() => receiver.close());
  return receiver;
}

function bodiesOf({ requests }: FakeReceiver): string[] {
  return requests.map(({ body }) => body);
}

import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { worldBuilder } from '../support/fake-dify/builders.ts';
import { loadWorld } from '../support/fake-dify/load-world.ts';
import { llm } from '../support/fake-dify/node-spec.ts';
import type { FakeReceiver } from '../support/fake-receiver.ts';
import { startStage } from '../support/stage.ts';
import { storedFigures } from '../support/stored-figures.ts';

const OCTOBER = ['export', '--period', '2026-10', '--timezone', 'Asia/Tokyo'];

describe('story 17, exact money', () => {
  it('10,000 messages of 0.0000003 are 0.0030000', async () => {
    const build = worldBuilder('1.14.2');
    const app = build.app('chat', { name: 'chat' });
    const conversation = build.conversation(app);
    for (let message = 0; message < 10_000; message += 1) {
      build.message(app, { conversation, price: '0.0000003' });
    }
    const stage = await startStage({ world: build.world });

    const run = await stage.run(OCTOBER);

    expect(run.status).toBe(0);
    expect(storedFigures(stage.receiver)).toEqual(['2026-10 chat 150000 0.0030000 USD']);
  });

  it('so are 10,000 node rows, in whatever order', async () => {
    const build = worldBuilder('1.14.2');
    const app = build.app('advanced-chat', { name: 'nodes' });
    build.run(app, { nodes: Array.from({ length: 10_000 }, () => llm({ price: '0.0000003' })) });
    build.world.nodes.reverse();
    const stage = await startStage({ world: build.world });

    const run = await stage.run(OCTOBER);

    expect(run.status).toBe(0);
    expect(storedFigures(stage.receiver)).toEqual(['2026-10 nodes 150000 0.0030000 USD']);
    expect(stage.receiver.requests[0]?.body).not.toMatch(/\de-/);
  });
});

describe('story 18, two currencies', () => {
  it('of one app are two records, CNY for RMB, and never one sum', async () => {
    const build = worldBuilder('1.14.2');
    const app = build.app('advanced-chat', { name: 'mixed' });
    build.run(app, { nodes: [llm(), llm({ model: 'deepseek-chat' })] });
    const stage = await startStage({ world: build.world });

    const run = await stage.run([...OCTOBER, '--mode', 'both']);

    expect(run).toMatchObject({ status: 0, stdout: '', stderr: '' });
    expect(storedFigures(stage.receiver)).toEqual([
      '2026-10 mixed 15 0.0000600 CNY',
      '2026-10 mixed 15 0.0000750 USD',
    ]);
    expect(stage.receiver.rows('workspace_records')).toMatchObject([
      { token_count: 15, total_price: '0.0000600', currency: 'CNY' },
      { token_count: 15, total_price: '0.0000750', currency: 'USD' },
    ]);
  });
});

describe('story 23, identity', () => {
  const ALL = [...OCTOBER, '--mode', 'all'];

  it('is the id: people of one name are two, and a renamed one is still one', async () => {
    const { build, tanaka, ids } = people();
    const stage = await startStage({ world: build.world });

    await stage.run(ALL);
    const before = userFigures(stage.receiver);
    build.owner.name = 'Sato';
    tanaka.name = 'Suzuki';
    const run = await stage.run(ALL);

    expect(run.status).toBe(0);
    expect(userFigures(stage.receiver)).toEqual(before);
    expect(before).toEqual(
      [
        `support account ${build.owner.id} 1000`,
        `support account ${tanaka.id} 2000`,
        `support end_user ${ids.alice} 15`,
        // Whom Dify has deleted is known by id in lists of conversations …
        `support end_user ${ids.deleted} 105`,
        `support end_user ${ids.anonymous} 25`,
        `nightly end_user ${ids.aliceByNight} 15`,
        // … and by nothing in those of runs.
        'nightly end_user unattributed 205',
      ].toSorted(),
    );
  });

  it('by name is one over apps for a caller’s own, and nobody else is merged', async () => {
    const { build, tanaka, ids } = people();
    const stage = await startStage({ world: build.world });

    await stage.run(ALL, { env: { DIFY_USAGE_USER_ID: 'session' } });

    expect(userFigures(stage.receiver)).toEqual(
      [
        'support account admin@example.com 1000',
        `support account ${tanaka.email} 2000`,
        'support end_user alice 15',
        `support end_user ${ids.deleted} 105`,
        'support end_user anonymous-1 25',
        'nightly end_user alice 15',
        'nightly end_user unattributed 205',
      ].toSorted(),
    );
  });

  it('adds up: the users of a model are the model', async () => {
    const stage = await startStage({ world: people().build.world });
    const env = { API_METER_TENANT_ID: '5b0e4d1a-7c22-4f6b-9a3e-0d8f6c1b2a47' };

    await stage.run(ALL);
    const dry = await stage.run([...OCTOBER, '--dry-run', '--aggregate', 'daily'], { env });

    const figures = { 'gpt-4o': 220, 'gpt-4o-mini': 3145 };
    expect(tokensByModel(stage.receiver.rows('model_records'), 'model_name')).toEqual(figures);
    expect(tokensByModel(JSON.parse(dry.stdout).records, 'model')).toEqual(figures);
  });
});

/** Two of the same display name, one caller of two apps, an anonymous and two deleted users. */
function people() {
  const build = worldBuilder('1.14.2');
  build.owner.name = 'Tanaka';
  const tanaka = build.account({ name: 'Tanaka', email: 'second@example.com' });
  const [home] = build.world.workspaces;
  build.world.members.push({
    workspaceId: home?.id ?? '',
    accountId: tanaka.id,
    role: 'editor',
    current: true,
  });
  const support = build.app('chat', { name: 'support' });
  const nightly = build.app('workflow', { name: 'nightly' });

  build.message(support, { origin: 'explore', promptTokens: 995 });
  const second = build.message(support, { origin: 'explore', promptTokens: 1995 });
  for (const row of [second, ...build.world.conversations]) {
    if (row === second || row.id === second.conversationId) row.fromAccountId = tanaka.id;
  }
  build.message(support, { user: 'alice' });
  build.message(support, { user: 'anonymous-1', origin: 'web-app', promptTokens: 20 });
  build.message(support, { user: 'deleted', promptTokens: 100 });
  build.run(nightly, { user: 'alice', nodes: [llm()] });
  const { run } = build.run(nightly, { user: 'deleted', nodes: [llm({ promptTokens: 200 })] });

  const ids = {
    alice: build.endUser(support, 'alice').id,
    anonymous: build.endUser(support, 'anonymous-1', 'web-app').id,
    deleted: build.endUser(support, 'deleted').id,
    aliceByNight: build.endUser(nightly, 'alice').id,
  };
  const { endUsers, nodes } = build.world;
  endUsers.splice(
    0,
    endUsers.length,
    ...endUsers.filter(({ sessionId }) => sessionId !== 'deleted'),
  );
  for (const { row, runId } of nodes) if (runId === run.id) row['created_by_end_user'] = null;
  return { build, tanaka, ids };
}

function tokensByModel(rows: readonly Readonly<Record<string, unknown>>[], name: string) {
  const tokens: Record<string, number> = {};
  for (const row of rows) {
    const model = String(row[name]);
    tokens[model] = (tokens[model] ?? 0) + Number(row['total_tokens']);
  }
  return tokens;
}

function userFigures(receiver: FakeReceiver): string[] {
  return receiver
    .rows('user_records')
    .map(({ app_name, user_type, user_id, total_tokens }) =>
      [app_name, user_type, user_id, total_tokens].join(' '),
    )
    .toSorted();
}

describe('story 24, dry-run, run, run again', () => {
  it('the bytes and the key are those of the dry run, and the last run changes nothing', async () => {
    const stage = await startStage({ world: loadWorld('1.12.1').world, version: '1.12.1' });
    const args = [...OCTOBER, '--mode', 'both'];

    const dryText = await stage.run([...args, '--dry-run']);
    const dryJson = await stage.run([...args, '--dry-run', '--json']);
    expect(await readdir(stage.stateDir)).toEqual([]);
    expect(stage.receiver.requests).toEqual([]);

    const first = await stage.run([...args, '--json']);
    const [posted] = stage.receiver.requests;
    expect(posted?.body).toBe(dryText.stdout);
    const { bodies } = JSON.parse(dryJson.stdout);
    expect(bodies).toEqual([{ id: posted?.idempotencyKey, body: JSON.parse(dryText.stdout) }]);
    expect(JSON.parse(first.stdout).delivery.delivered).toMatchObject([
      { idempotency_key: posted?.idempotencyKey, attempts: 1, already_received: false },
    ]);

    const again = await stage.run([...args, '--json']);
    expect(again).toMatchObject({ status: 0 });
    expect(JSON.parse(again.stdout)).toMatchObject({ unchanged: true });
    expect(stage.receiver.requests).toHaveLength(1);

    const stored = storedFigures(stage.receiver);
    await stage.run([...args, '--force']);
    expect(stage.receiver.requests[1]?.body).toBe(posted?.body);
    expect(stage.receiver.requests[1]?.idempotencyKey).toBe(posted?.idempotencyKey);
    expect(storedFigures(stage.receiver)).toEqual(stored);
    expect(await readdir(join(stage.stateDir, 'spool'))).toEqual([]);
  });

  it('the key of a month that still runs follows its content, not its end', async () => {
    const build = worldBuilder('1.14.2');
    const app = build.app('workflow');
    build.run(app, { at: '2026-12-02T00:00:00Z', nodes: [llm()] });
    const stage = await startStage({ world: build.world, now: '2026-12-10T03:00:00Z' });
    const args = ['export', '--period', 'current_month', '--timezone', 'Asia/Tokyo'];

    await stage.run(args);
    stage.setNow('2026-12-10T03:30:00Z');
    await stage.run(args);
    expect(stage.receiver.requests).toHaveLength(1);
    stage.setNow('2026-12-10T04:00:00Z');
    await stage.run([...args, '--force']);
    build.run(app, { at: '2026-12-10T04:30:00Z', nodes: [llm()] });
    stage.setNow('2026-12-10T05:00:00Z');
    await stage.run(args);

    const bodies = stage.receiver.requests.map(({ body }) => JSON.parse(body));
    expect(bodies.map(({ fetch_period }) => fetch_period.end)).toEqual([
      '2026-12-10T02:59:59.999Z',
      '2026-12-10T03:59:59.999Z',
      '2026-12-10T04:59:59.999Z',
    ]);
    const [first, second, third] = stage.receiver.requests.map((each) => each.idempotencyKey);
    expect(second).toBe(first);
    expect(third).not.toBe(first);
    expect(storedFigures(stage.receiver)).toEqual(['2026-12 workflow 30 0.0001500 USD']);
  });
});

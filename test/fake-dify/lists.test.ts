import { afterEach, describe, expect, it } from 'vitest';
import { OWNER, type WorldBuilder, worldBuilder } from '../support/fake-dify/builders.ts';
import { llm } from '../support/fake-dify/node-spec.ts';
import { type FakeDify, startFakeDify } from '../support/fake-dify/server.ts';
import { type Get, signedInGet } from '../support/fake-dify/signed-in-get.ts';

const NOW = Date.parse('2026-11-20T12:00:00Z');
let fake: FakeDify | undefined;

afterEach(async () => {
  await fake?.close();
  fake = undefined;
});

async function serve(version: string, build: WorldBuilder): Promise<Get> {
  fake = await startFakeDify({ version, world: build.world, now: () => NOW });
  return signedInGet(fake, version, OWNER);
}

describe('the detail of a conversation', () => {
  it.each([
    ['1.9.2', false],
    ['1.10.1', true],
    ['1.12.1', true],
    ['1.14.2', false],
  ])('marks it as read once, and in %s moves updated_at: %s', async (version, moves) => {
    const build = worldBuilder(version);
    const app = build.app('chat');
    const conversation = build.conversation(app);
    const before = conversation.updatedAtUs;
    const get = await serve(version, build);

    const { body } = await get(`/apps/${app.id}/chat-conversations/${conversation.id}`);
    expect(body).toMatchObject({ model_config: { model: { name: 'gpt-4o-mini' } } });
    expect(conversation.readAtUs).toBe(NOW * 1000);
    expect(conversation.updatedAtUs).toBe(moves ? NOW * 1000 : before);

    conversation.readAtUs = 1;
    await get(`/apps/${app.id}/chat-conversations/${conversation.id}`);
    expect(conversation.readAtUs).toBe(1);
  });

  it('has the message of a completion', async () => {
    const build = worldBuilder('1.8.1');
    const app = build.app('completion');
    const { conversationId, id } = build.message(app, { promptTokens: 7 });
    const get = await serve('1.8.1', build);

    const { body } = await get(`/apps/${app.id}/completion-conversations/${conversationId}`);
    expect(body).toMatchObject({ message: { id, message_tokens: 7, answer_tokens: 5 } });
  });
});

describe('lists of conversations', () => {
  it('hide debugger conversations of advanced-chat only', async () => {
    const build = worldBuilder('1.14.2');
    const [chat, advanced] = [build.app('chat'), build.app('advanced-chat')];
    build.message(chat, { origin: 'debugger' });
    build.run(advanced, { origin: 'debugger' });
    const get = await serve('1.14.2', build);

    expect((await get(`/apps/${chat.id}/chat-conversations`)).body).toMatchObject({ total: 1 });
    expect((await get(`/apps/${advanced.id}/chat-conversations`)).body).toMatchObject({ total: 0 });
  });

  it.each([
    ['1.4.3', 1],
    ['1.8.1', 0],
  ])('of %s show %i conversations marked as deleted', async (version, total) => {
    const build = worldBuilder(version);
    const app = build.app('chat');
    build.conversation(app).isDeleted = true;
    const get = await serve(version, build);

    expect((await get(`/apps/${app.id}/chat-conversations`)).body).toMatchObject({ total });
  });

  it('end at second 59, which those of completions leave out', async () => {
    const build = worldBuilder('1.14.2');
    const [chat, completion] = [build.app('chat'), build.app('completion')];
    for (const app of [chat, completion]) {
      build.message(app, { at: '2026-10-05T10:41:58Z' });
      build.message(app, { at: '2026-10-05T10:41:59Z' });
      build.message(app, { at: '2026-10-05T10:42:00Z' });
    }
    const get = await serve('1.14.2', build);
    const end = { end: '2026-10-05 10:41' };

    expect((await get(`/apps/${chat.id}/chat-conversations`, end)).body).toMatchObject({
      total: 2,
    });
    const path = `/apps/${completion.id}/completion-conversations`;
    expect((await get(path, end)).body).toMatchObject({ total: 1 });
  });

  it('are for editors only', async () => {
    const build = worldBuilder('1.14.2');
    const app = build.app('chat');
    const { conversationId } = build.message(app);
    for (const member of build.world.members) member.role = 'normal';
    const get = await serve('1.14.2', build);

    expect((await get(`/apps/${app.id}/chat-conversations`)).status).toBe(403);
    const query = { conversation_id: conversationId };
    expect((await get(`/apps/${app.id}/chat-messages`, query)).status).toBe(403);
    expect((await get(`/apps/${app.id}/workflow-app-logs`)).status).toBe(404);
  });
});

describe('chat-messages', () => {
  it('loses a message of the second at the border of a page', async () => {
    const build = worldBuilder('1.14.2');
    const app = build.app('chat');
    const conversation = build.conversation(app);
    for (const second of ['00', '10', '10', '20']) {
      build.message(app, { conversation, at: `2026-10-05T10:00:${second}Z` });
    }
    const get = await serve('1.14.2', build);
    const query = { conversation_id: conversation.id, limit: '2' };

    const first = await get(`/apps/${app.id}/chat-messages`, query);
    expect(first.body).toMatchObject({ has_more: true, data: [{}, {}] });
    const cursor = build.world.messages[2]?.id ?? '';
    const second = await get(`/apps/${app.id}/chat-messages`, { ...query, first_id: cursor });
    const oldest = build.world.messages[0]?.id;
    expect(second.body).toMatchObject({ has_more: false, data: [{ id: oldest }] });
  });

  it('refuses every page that holds a message whose file is gone', async () => {
    const build = worldBuilder('1.14.2');
    const app = build.app('chat');
    const conversation = build.conversation(app);
    build.message(app, { conversation, at: '2026-10-05T10:00:00Z', missingFile: true });
    build.message(app, { conversation, at: '2026-10-05T11:00:00Z' });
    const get = await serve('1.14.2', build);
    const path = `/apps/${app.id}/chat-messages`;

    const whole = await get(path, { conversation_id: conversation.id });
    expect(whole).toMatchObject({ status: 400, body: { code: 'invalid_param' } });
    const newest = await get(path, { conversation_id: conversation.id, limit: '1' });
    expect(newest).toMatchObject({ status: 200, body: { has_more: true } });
  });
});

describe('runs', () => {
  it('that were cleaned up answer nothing, and their logs point nowhere', async () => {
    for (const [version, status] of [
      ['1.12.1', 200],
      ['1.14.2', 404],
    ] as const) {
      const build = worldBuilder(version);
      const app = build.app('workflow');
      const { run } = build.run(app, { nodes: [llm()] });
      build.deleteRun(run);
      const get = await serve(version, build);

      const logs = await get(`/apps/${app.id}/workflow-app-logs`);
      expect(logs.body).toMatchObject({ total: 1, data: [{ workflow_run: null }] });
      const nodes = await get(`/apps/${app.id}/workflow-runs/${run.id}/node-executions`);
      expect(nodes.body).toEqual({ data: [] });
      expect((await get(`/apps/${app.id}/workflow-runs/${run.id}`)).status).toBe(status);
      await fake?.close();
    }
  });

  it('and messages are not found through another app', async () => {
    const build = worldBuilder('1.14.2');
    const [mine, other] = [build.app('advanced-chat'), build.app('advanced-chat')];
    const { run, message } = build.run(mine, { nodes: [llm()] });
    const get = await serve('1.14.2', build);

    for (const [app, status] of [
      [mine, 200],
      [other, 404],
    ] as const) {
      expect((await get(`/apps/${app.id}/workflow-runs/${run.id}`)).status).toBe(status);
      expect((await get(`/apps/${app.id}/messages/${message?.id}`)).status).toBe(status);
    }
    const nodes = await get(`/apps/${other.id}/workflow-runs/${run.id}/node-executions`);
    expect(nodes).toEqual({ status: 200, body: { data: [] } });
  });

  it('are counted back from now', async () => {
    const build = worldBuilder('1.14.2');
    const app = build.app('workflow');
    build.run(app, { at: '2026-11-20T11:00:00Z' });
    build.run(app, { at: '2026-11-18T11:00:00Z', outcome: 'failed' });
    const get = await serve('1.14.2', build);
    const path = `/apps/${app.id}/workflow-runs/count`;

    const query = { triggered_from: 'app-run' };
    expect((await get(path, query)).body).toMatchObject({ total: 2, failed: 1, succeeded: 1 });
    expect((await get(path, { ...query, time_range: '1d' })).body).toMatchObject({ total: 1 });
  });

  it('of triggers are in the logs and in no run list', async () => {
    const build = worldBuilder('1.14.2');
    const app = build.app('workflow');
    build.run(app, { origin: 'schedule', nodes: [llm()] });
    const get = await serve('1.14.2', build);

    const logs = await get(`/apps/${app.id}/workflow-app-logs`);
    expect(logs.body).toMatchObject({
      data: [
        {
          created_from: 'service-api',
          created_by_end_user: { type: 'trigger' },
          workflow_run: { triggered_from: 'schedule', total_tokens: 15 },
        },
      ],
    });
    const path = `/apps/${app.id}/workflow-runs`;
    expect((await get(path, { triggered_from: 'app-run' })).body).toMatchObject({ data: [] });
    expect((await get(path, { triggered_from: 'schedule' })).status).toBe(400);
  });
});

import { describe, expect, it } from 'vitest';
import { readWorkspace, serveWorld } from '../support/collect.ts';
import { worldBuilder } from '../support/fake-dify/builders.ts';
import { iteration, llm } from '../support/fake-dify/node-spec.ts';
import { RECORDED_VERSIONS } from '../support/fake-dify/presets.ts';

describe('collectAdvancedChatApp', () => {
  it.each(RECORDED_VERSIONS)(
    'bills in %s the leaf rows, whatever messages and runs say',
    async (version) => {
      const build = worldBuilder(version);
      const app = build.app('advanced-chat', { name: 'chat' });
      const { conversation } = build.run(app, {
        nodes: [llm(), iteration([llm()], [llm({ model: 'deepseek-chat' })])],
      });
      build.run(app, { ...(conversation && { conversation }), nodes: [llm()], outcome: 'failed' });

      const { bill, report } = await readWorkspace(await serveWorld(build, version));
      expect(bill).toEqual([
        'chat, 2026-10: 15, 0.0000600 CNY',
        'chat, 2026-10: 45, 0.0002250 USD',
      ]);
      expect(report.differences.filter(({ cause }) => cause === 'unexplained')).toEqual([]);
      expect(report.residuals).toEqual([]);
    },
  );

  it.each([
    ['1.4.3', [], [{ cause: 'deleted_conversations', tokens: 30, runs: 1 }]],
    ['1.8.1', [], [{ cause: 'deleted_conversations', tokens: 30, runs: 1 }]],
    ['1.9.1', [], [{ cause: 'deleted_conversations', tokens: undefined, runs: 1 }]],
    ['1.9.2', ['chat, 2026-10: 30, 0.0001500 USD'], []],
    ['1.14.2', ['chat, 2026-10: 30, 0.0001500 USD'], []],
  ])(
    'knows what a deleted conversation spent as well as %s does',
    async (version, deleted, residuals) => {
      const build = worldBuilder(version);
      const app = build.app('advanced-chat', { name: 'chat' });
      const { conversation } = build.run(app, { nodes: [llm(), llm()] });
      if (conversation) build.deleteConversation(conversation);
      // 1.4.3 marks it as deleted and goes on listing it.
      if (version === '1.4.3') build.world.conversations.length = 0;

      const { bill, report } = await readWorkspace(await serveWorld(build, version));
      expect(bill).toEqual(deleted);
      expect(report.residuals).toMatchObject(residuals);
      expect(report.differences.filter(({ cause }) => cause === 'unexplained')).toEqual([]);
    },
  );

  it('lists 0.15 conversations that are only marked as deleted', async () => {
    const build = worldBuilder('0.15.3');
    const { conversation } = build.run(build.app('advanced-chat', { name: 'chat' }), {
      nodes: [llm()],
    });
    if (conversation) build.deleteConversation(conversation);

    expect((await readWorkspace(await serveWorld(build, '0.15.3'))).bill).toEqual([
      'chat, 2026-10: 15, 0.0000750 USD',
    ]);
  });

  it.each(['1.8.1', '1.14.2'])(
    'puts a run of %s into the month in which it started, whatever its rounded message says',
    async (version) => {
      const build = worldBuilder(version);
      const app = build.app('advanced-chat', { name: 'chat' });
      build.run(app, { at: '2026-09-30T23:59:59.600Z', nodes: [llm({ promptTokens: 1000 })] });
      build.run(app, { at: '2026-10-31T23:59:59.600Z', nodes: [llm()] });
      build.run(app, { at: '2026-11-01T00:00:00.000Z', nodes: [llm({ promptTokens: 1000 })] });

      const { bill, report } = await readWorkspace(await serveWorld(build, version));
      expect(bill).toEqual(['chat, 2026-10: 15, 0.0000750 USD']);
      expect(report.differences).toEqual([]);
      expect(report.residuals).toEqual([]);
    },
  );

  it('finds old messages of a conversation that went on in a later month', async () => {
    const build = worldBuilder('1.8.1');
    const app = build.app('advanced-chat', { name: 'chat' });
    const { conversation } = build.run(app, { at: '2026-09-05T10:00:00Z', nodes: [llm()] });
    const goesOn = conversation && { conversation };
    build.run(app, { at: '2026-10-05T10:00:00Z', nodes: [llm()], ...goesOn });
    build.run(app, { at: '2026-11-05T10:00:00Z', nodes: [llm()], ...goesOn });

    expect((await readWorkspace(await serveWorld(build, '1.8.1'))).bill).toEqual([
      'chat, 2026-10: 15, 0.0000750 USD',
    ]);
  });

  it('reads more messages than a page holds, those of one second among them', async () => {
    const build = worldBuilder('1.8.1');
    const app = build.app('advanced-chat', { name: 'chat' });
    const { conversation } = build.run(app, { nodes: [llm()] });
    for (let index = 1; index < 130; index += 1) {
      const second = String(Math.floor(index / 20)).padStart(2, '0');
      const goesOn = conversation && { conversation };
      build.run(app, { at: `2026-10-05T10:00:${second}.250Z`, nodes: [llm()], ...goesOn });
    }

    const { bill, report } = await readWorkspace(await serveWorld(build, '1.8.1'));
    expect(bill).toEqual(['chat, 2026-10: 1950, 0.0097500 USD']);
    expect(report.residuals).toEqual([]);
  });

  it('finds the run that began in the period although its message is much older', async () => {
    const build = worldBuilder('1.8.1');
    const app = build.app('advanced-chat', { name: 'chat' });
    const { conversation, message: first } = build.run(app, {
      at: '2026-10-01T00:00:01Z',
      nodes: [llm()],
    });
    const goesOn = conversation && { conversation };
    const { message: second } = build.run(app, {
      at: '2026-10-01T00:00:02Z',
      nodes: [llm()],
      ...goesOn,
    });
    for (let minute = 1; minute < 100; minute += 1) {
      const at = new Date(Date.parse('2026-10-01T00:00:00Z') + minute * 60_000).toISOString();
      build.run(app, { at, nodes: [llm()], ...goesOn });
    }
    // A busy server starts the run of a message late; these two are of September, on two pages.
    for (const message of [first, second]) if (message) message.createdAtUs -= 300_000_000;

    expect((await readWorkspace(await serveWorld(build, '1.8.1'))).bill).toEqual([
      'chat, 2026-10: 1515, 0.0075750 USD',
    ]);
  });

  it('names a run that log cleanup took, when its message is still there', async () => {
    const build = worldBuilder('1.8.1');
    const app = build.app('advanced-chat', { name: 'chat' });
    build.run(app, { nodes: [llm()] });
    build.deleteRun(build.run(app, { nodes: [llm()] }).run);

    const { bill, report } = await readWorkspace(await serveWorld(build, '1.8.1'));
    expect(bill).toEqual(['chat, 2026-10: 15, 0.0000750 USD']);
    expect(report.residuals).toMatchObject([
      { cause: 'runs_cleaned_up', tokens: undefined, runs: 1 },
    ]);
    expect(report.differences).toEqual([]);
  });

  describe('of a message whose file is missing', () => {
    const broken = () => {
      const build = worldBuilder('1.8.1');
      const app = build.app('advanced-chat', { name: 'chat' });
      const { conversation } = build.run(app, { nodes: [llm()] });
      const goesOn = conversation && { conversation };
      const { message } = build.run(app, { at: '2026-10-05T11:00:00Z', nodes: [llm()], ...goesOn });
      build.run(app, { at: '2026-10-05T12:00:00Z', nodes: [llm()], ...goesOn });
      if (message) message.missingFile = true;
      return serveWorld(build, '1.8.1');
    };

    it('bills what is newer, and names what cannot be reached', async () => {
      const { bill, report } = await readWorkspace(await broken());

      expect(bill).toEqual(['chat, 2026-10: 15, 0.0000750 USD']);
      expect(report.residuals).toMatchObject([
        { cause: 'deleted_conversations', tokens: 30, runs: 2 },
        { cause: 'messages_unreadable', tokens: undefined, runs: 1 },
      ]);
    });

    it('withholds the app while the file may yet be mended', async () => {
      const { results, bill } = await readWorkspace(await broken(), {
        now: '2026-10-06T11:00:00Z',
      });

      expect(results).toMatchObject([{ kind: 'withheld', error: { problem: 'unavailable' } }]);
      expect(bill).toEqual([]);
    });
  });

  it('bills a conversation that is deleted while it is read from the statistics', async () => {
    const build = worldBuilder('1.8.1');
    const { conversation } = build.run(build.app('advanced-chat', { name: 'chat' }), {
      nodes: [llm()],
    });
    const dify = await serveWorld(build, '1.8.1', [
      {
        path: /\/chat-messages/,
        action: {
          kind: 'run',
          before: () => {
            if (conversation) build.deleteConversation(conversation);
          },
        },
      },
    ]);

    expect((await readWorkspace(dify)).report.residuals).toMatchObject([
      { cause: 'deleted_conversations', tokens: 15, runs: 1 },
    ]);
  });

  it('never writes: it sends nothing but GETs after the login, and opens no conversation', async () => {
    for (const version of ['1.8.1', '1.14.2']) {
      const build = worldBuilder(version);
      build.run(build.app('advanced-chat'), { nodes: [llm()] });
      const dify = await serveWorld(build, version);
      await readWorkspace(dify);

      const others = dify.requests.filter(({ method }) => method !== 'GET');
      expect(others.map(({ method, path }) => `${method} ${path}`)).toEqual(['POST /login']);
      expect(dify.requests.some(({ path }) => /-conversations\/./.test(path))).toBe(false);
    }
  });
});

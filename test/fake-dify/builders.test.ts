import { describe, expect, it } from 'vitest';
import { worldBuilder } from '../support/fake-dify/builders.ts';
import {
  agent,
  classifier,
  iteration,
  llm,
  loop,
  retrieval,
  workflowTool,
} from '../support/fake-dify/node-spec.ts';
import { usageOfRow } from '../support/fake-dify/node-usage.ts';

const VERSIONS = ['0.15.3', '1.4.3', '1.8.1', '1.9.1', '1.9.2', '1.10.1', '1.14.2', '1.17.0'];

describe('a built run of one model call and a container of three', () => {
  it.each([
    // version, run, message, leaves, container row
    ['0.15.3', 60, 15, 60, 45],
    ['1.4.3', 60, 15, 60, 45],
    ['1.8.1', 60, 15, 60, 45],
    ['1.9.1', 0, 0, 60, 0],
    ['1.9.2', 105, 105, 60, 45],
    ['1.10.1', 60, 105, 60, 45],
    ['1.12.1', 60, 105, 60, 45],
    ['1.14.2', 60, 105, 60, 45],
    ['1.17.0', 60, 60, 60, 45],
  ])('has the wrong totals of %s', (version, ofRun, ofMessage, leaves, container) => {
    const build = worldBuilder(version);
    const { run, message } = build.run(build.app('advanced-chat'), {
      nodes: [llm(), iteration([llm()], [llm()], [llm()])],
    });

    const usages = build.world.nodes.map(({ row }) => usageOfRow(row));
    const sum = (isContainer: boolean) =>
      usages.filter((use) => use.isContainer === isContainer).reduce((n, use) => n + use.tokens, 0);
    expect(run.totalTokens).toBe(ofRun);
    expect((message?.messageTokens ?? 0) + (message?.answerTokens ?? 0)).toBe(ofMessage);
    expect([sum(false), sum(true)]).toEqual([leaves, container]);
  });
});

describe('a stopped built run', () => {
  it.each([
    ['1.8.1', 'stopped', 15, 'stopped', 15],
    ['1.9.1', 'stopped', 0, 'stopped', 0],
    ['1.9.2', 'stopped', 15, 'running', 0],
    ['1.10.1', 'running', 0, 'running', 0],
    ['1.14.2', 'running', 0, 'running', 0],
  ])('says in %s what that version says', (version, ofWorkflow, tokens, ofChat, chatTokens) => {
    const build = worldBuilder(version);
    const use = { outcome: 'stopped', nodes: [llm(), llm({ status: 'running' })] } as const;
    const workflow = build.run(build.app('workflow'), use);
    const chat = build.run(build.app('advanced-chat'), use);

    expect([workflow.run.status, workflow.run.totalTokens]).toEqual([ofWorkflow, tokens]);
    expect([chat.run.status, chat.run.totalTokens]).toEqual([ofChat, chatTokens]);
    expect(chat.message?.messageTokens).toBe(version === '1.9.1' ? 0 : 10);
    expect(chat.run.finishedAtUs === null).toBe(ofChat === 'running');
  });
});

describe('a built workflow tool', () => {
  it('counts in the parent from 1.9.2 on, and always in the child', () => {
    for (const [version, ofParent] of [
      ['1.8.1', 15],
      ['1.9.2', 45],
    ] as const) {
      const build = worldBuilder(version);
      const child = build.app('workflow');
      const nodes = [llm(), workflowTool(child, llm({ promptTokens: 20, completionTokens: 10 }))];
      const { run } = build.run(build.app('workflow'), { nodes });

      expect(run.totalTokens).toBe(ofParent);
      const childRun = build.world.runs.find(({ appId }) => appId === child.id);
      expect(childRun).toMatchObject({ totalTokens: 30, triggeredFrom: 'app-run' });
      expect(build.world.logs.map(({ createdFrom }) => createdFrom)).toEqual([
        'service-api',
        'service-api',
      ]);
    }
  });

  it.each([
    ['1.8.1', 'debugging', 0],
    ['1.9.2', 'app-run', 1],
    ['1.10.1', 'app-run', 1],
    ['1.11.4', 'debugging', 0],
  ])('of a debug run looks in %s like %s', (version, triggeredFrom, logs) => {
    const build = worldBuilder(version);
    const child = build.app('workflow');
    build.run(build.app('workflow'), { origin: 'debugger', nodes: [workflowTool(child, llm())] });

    const childRun = build.world.runs.find(({ appId }) => appId === child.id);
    expect(childRun).toMatchObject({ triggeredFrom, createdByRole: 'account' });
    expect(build.world.logs).toHaveLength(logs);
  });
});

describe('a built world', () => {
  it('prices what a model of its own currency used', () => {
    const build = worldBuilder('1.14.2');
    const nodes = [llm({ model: 'gpt-4o' }), llm({ model: 'deepseek-chat' })];
    const { message } = build.run(build.app('advanced-chat'), { nodes });
    const [, usd, rmb] = build.world.nodes.map(({ row }) => row['execution_metadata']);

    expect(usd).toEqual({ total_tokens: 15, total_price: '0.0000750', currency: 'USD' });
    expect(rmb).toEqual({ total_tokens: 15, total_price: '0.0000600', currency: 'RMB' });
    expect(message).toMatchObject({ totalPrice: '0.0001350', currency: 'RMB' });
  });

  it('has an agent row with a price that is a number, and from 1.7 on also a string', () => {
    const [old, recent] = ['1.4.3', '1.10.1'].map((version) => {
      const build = worldBuilder(version);
      const { run, message } = build.run(build.app('advanced-chat'), { nodes: [agent()] });
      const row = build.world.nodes[1]?.row;
      return { total: run.totalTokens, price: message?.totalPrice, row };
    });

    expect(old).toMatchObject({ total: 167, price: '0.0000000' });
    expect(old?.row).toMatchObject({ execution_metadata: { total_price: 0.00068 } });
    expect(recent).toMatchObject({ total: 167, price: '0.0006800' });
    expect(recent?.row).toMatchObject({ outputs: { usage: { total_price: '0.00068' } } });
  });

  it('records a retrieval from 1.9.2 on', () => {
    const totals = ['1.9.1', '1.9.2', '1.14.2'].map((version) => {
      const build = worldBuilder(version);
      build.run(build.app('workflow'), { nodes: [retrieval()] });
      return build.world.nodes.reduce((sum, { row }) => sum + usageOfRow(row).tokens, 0);
    });
    expect(totals).toEqual([0, 24, 24]);
  });

  it('gives each failed attempt a row of its own up to 1.8', () => {
    const statuses = ['1.8.1', '1.9.1'].map((version) => {
      const build = worldBuilder(version);
      build.run(build.app('workflow'), { nodes: [llm({ retries: 2 })] });
      return build.world.nodes.map(({ row }) => row['status']);
    });
    expect(statuses).toEqual([
      ['succeeded', 'retry', 'retry', 'succeeded', 'succeeded'],
      ['succeeded', 'succeeded', 'succeeded'],
    ]);
  });

  it('tells the model of an old classifier in the graph only', () => {
    const build = worldBuilder('0.15.3');
    const { run } = build.run(build.app('workflow'), { nodes: [classifier()] });

    expect(build.world.nodes[1]?.row['process_data']).not.toHaveProperty('model_name');
    expect(run.graph).toMatchObject({
      nodes: [{ id: 'n1' }, { id: 'n2', data: { model: { name: 'gpt-4o' } } }, { id: 'n3' }],
    });
  });

  it('leaves the message of a failed run empty, and what was spent on the run', () => {
    const build = worldBuilder('1.14.2');
    const { run, message } = build.run(build.app('advanced-chat'), {
      outcome: 'failed',
      nodes: [llm(), llm({ status: 'failed' })],
    });
    expect(run).toMatchObject({ status: 'failed', totalTokens: 15 });
    expect(message).toMatchObject({ status: 'error', messageTokens: 0, totalPrice: '0.0000000' });
  });

  it('marks a deleted conversation up to 1.7 and removes it later, keeping its run', () => {
    const [marked, removed] = ['1.4.3', '1.8.1'].map((version) => {
      const build = worldBuilder(version);
      const { conversation } = build.run(build.app('advanced-chat'), { nodes: [llm()] });
      if (conversation) build.deleteConversation(conversation);
      return build.world;
    });
    expect(marked?.conversations).toMatchObject([{ isDeleted: true }]);
    expect(marked?.messages).toHaveLength(1);
    expect([removed?.conversations, removed?.messages]).toEqual([[], []]);
    expect(removed?.runs).toMatchObject([{ messageId: null, conversationId: null }]);
  });

  it('logs a run when it starts from 1.11 on, before when it ends', () => {
    const times = ['1.10.1', '1.11.4'].map((version) => {
      const build = worldBuilder(version);
      build.run(build.app('workflow'), { at: '2026-10-18T23:59:50.700Z', seconds: 30 });
      return build.world.logs.map(({ createdAtUs }) => new Date(createdAtUs / 1000).toISOString());
    });
    expect(times).toEqual([['2026-10-19T00:00:21.000Z'], ['2026-10-18T23:59:51.000Z']]);
  });

  it('has no log of a run that still goes on up to 1.10, unless it was stopped', () => {
    const logs = ['1.10.1', '1.11.4'].map((version) => {
      const build = worldBuilder(version);
      const app = build.app('workflow');
      const { log: going } = build.run(app, { outcome: 'running' });
      const { log: stopped } = build.run(app, { outcome: 'stopped' });
      return [going !== undefined, stopped !== undefined];
    });
    expect(logs).toEqual([
      [false, true],
      [true, true],
    ]);
  });

  it('keeps a message in one conversation with the user who began it', () => {
    const build = worldBuilder('1.14.2');
    const app = build.app('chat', { model: 'gpt-4o' });
    const first = build.message(app, { user: '=1+1', at: '2026-10-05T10:00:00Z' });
    const [conversation] = build.world.conversations;
    build.message(app, { ...(conversation && { conversation }), at: '2026-10-06T10:00:00Z' });

    expect(build.world.endUsers).toMatchObject([{ sessionId: '=1+1', type: 'service-api' }]);
    expect(build.world.messages).toMatchObject([
      { conversationId: first.conversationId, totalPrice: '0.0000750', modelId: 'gpt-4o' },
      { conversationId: first.conversationId, fromEndUserId: first.fromEndUserId },
    ]);
    expect(conversation?.updatedAtUs).toBe(Date.parse('2026-10-06T10:00:00Z') * 1000);
  });

  it('is built the same way for every version', () => {
    for (const version of VERSIONS) {
      const build = worldBuilder(version);
      const nodes = [llm(), loop([llm()], [agent()]), retrieval(), llm({ truncated: true })];
      const { run, log } = build.run(build.app('workflow'), { nodes });
      expect(build.world.nodes.every(({ runId }) => runId === run.id)).toBe(true);
      expect(log?.runId).toBe(run.id);
    }
  });
});

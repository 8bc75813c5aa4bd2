import { describe, expect, it } from 'vitest';
import type { OutputMode } from '../../src/payload/payload.ts';
import { readBill } from '../support/bill.ts';
import { type WorldBuilder, worldBuilder } from '../support/fake-dify/builders.ts';
import type { Fault } from '../support/fake-dify/faults.ts';
import {
  agent,
  classifier,
  extractor,
  iteration,
  llm,
  retrieval,
  workflowTool,
} from '../support/fake-dify/node-spec.ts';
import type { DryRunOptions } from '../support/in-process.ts';

const OPENAI = 'langgenius/openai/openai';

describe('who used a workflow', () => {
  it('is the user whom its log names, an end user or an account', async () => {
    const builder = worldBuilder('1.14.2');
    const app = builder.app('workflow');
    builder.run(app, { nodes: [llm()], user: 'alice' });
    builder.run(app, { nodes: [llm()], user: 'alice' });
    builder.run(app, { nodes: [llm()], origin: 'explore' });

    const { users } = await exported(builder, { mode: 'per_user', userId: 'session' });

    expect(users).toEqual([
      'account admin@example.com: 10 + 5, 1 in 0',
      'end_user alice: 20 + 10, 2 in 0',
    ]);
  });

  it('is the trigger, whose runs no run list shows', async () => {
    const builder = worldBuilder('1.14.2');
    builder.run(builder.app('workflow'), { nodes: [llm()], origin: 'webhook', user: 'hook' });

    const { users } = await exported(builder, { mode: 'per_user', userId: 'session' });

    expect(users).toEqual(['end_user hook: 10 + 5, 1 in 0']);
  });

  it('is whom the log names even when the rows name nobody', async () => {
    const builder = worldBuilder('1.14.2');
    builder.run(builder.app('workflow'), { nodes: [llm()], user: 'alice' });
    for (const { row } of builder.world.nodes) row['created_by_end_user'] = null;

    const { users } = await exported(builder, { mode: 'per_user', userId: 'session' });

    expect(users).toEqual(['end_user alice: 10 + 5, 1 in 0']);
  });

  it('is nobody when Dify does not know the user any more', async () => {
    const builder = worldBuilder('1.14.2');
    const { run, log } = builder.run(builder.app('workflow'), { nodes: [llm()] });
    run.createdBy = 'gone';
    if (log !== undefined) log.createdBy = 'gone';
    for (const { row } of builder.world.nodes) row['created_by_end_user'] = null;

    const { users } = await exported(builder, { mode: 'per_user' });

    expect(users).toEqual(['end_user unattributed: 10 + 5, 1 in 0']);
  });

  it.each(['__proto__', '=1+1', 'u'.repeat(200), '田中太郎', '"; DROP TABLE'])(
    'may be called %j',
    async (user) => {
      const builder = worldBuilder('1.14.2');
      builder.run(builder.app('workflow'), { nodes: [llm()], user });
      builder.run(builder.app('advanced-chat'), { nodes: [llm()], user });

      const { users } = await exported(builder, { mode: 'per_user', userId: 'session' });

      expect(users).toEqual([
        `end_user ${user}: 10 + 5, 1 in 0`,
        `end_user ${user}: 10 + 5, 1 in 1`,
      ]);
    },
  );

  it('are one person to the receiver who come with the same name by two ways', async () => {
    const builder = worldBuilder('1.14.2');
    const app = builder.app('workflow');
    builder.run(app, { nodes: [llm()], user: 'alice', origin: 'web-app' });
    builder.run(app, { nodes: [llm()], user: 'alice', origin: 'service-api' });

    expect((await exported(builder, { mode: 'per_user', userId: 'session' })).users).toEqual([
      'end_user alice: 20 + 10, 2 in 0',
    ]);
    expect((await exported(builder, { mode: 'per_user', userId: 'id' })).users).toHaveLength(2);
  });
});

describe.each(['0.15.3', '1.8.1', '1.9.1', '1.9.2', '1.14.2'])(
  'the messages of a chatflow of Dify %s',
  (version) => {
    it('count by user, failed ones included, without those of the debugger', async () => {
      const builder = worldBuilder(version);
      const app = builder.app('advanced-chat');
      const { conversation } = builder.run(app, { nodes: [llm()], user: 'alice' });
      if (conversation === undefined) throw new Error('A chatflow has conversations');
      const more = { conversation, user: 'alice', nodes: [llm()] };
      builder.run(app, { ...more, at: '2026-10-05T10:01:00.250Z' });
      builder.run(app, { ...more, at: '2026-10-05T10:02:00.250Z', outcome: 'failed' });
      builder.run(app, { nodes: [llm()], user: 'alice', at: '2026-10-06T10:00:00Z' });
      builder.run(app, { nodes: [llm()], origin: 'debugger' });

      const { users } = await exported(builder, { mode: 'per_user', userId: 'session' });

      expect(users).toEqual(['end_user alice: 40 + 20, 4 in 2']);
    });

    it('count in the bucket in which their run began', async () => {
      const builder = worldBuilder(version);
      const app = builder.app('advanced-chat');
      builder.run(app, { nodes: [llm()], user: 'alice', at: '2026-10-05T23:59:59.700Z' });
      builder.run(app, { nodes: [llm()], user: 'alice', at: '2026-10-31T23:59:59.700Z' });
      builder.run(app, { nodes: [llm()], user: 'alice', at: '2026-09-30T23:59:59.700Z' });

      const { records } = await exported(builder, { mode: 'per_user', aggregation: 'daily' });

      expect(
        records.map((record) => [
          record.period,
          record.total_tokens,
          record.message_count,
          record.conversation_count,
        ]),
      ).toEqual([
        ['2026-10-05', 15, 1, 1],
        ['2026-10-31', 15, 1, 1],
      ]);
    });

    it('count when they were answered before any run', async () => {
      const builder = worldBuilder(version);
      const app = builder.app('advanced-chat');
      const { conversation, message } = builder.run(app, { nodes: [llm()], user: 'alice' });
      if (conversation === undefined || message === undefined) throw new Error('No message');
      builder.world.messages.push({ ...message, id: `${message.id}-2`, workflowRunId: null });

      const { users } = await exported(builder, { mode: 'per_user', userId: 'session' });

      expect(users).toEqual(['end_user alice: 10 + 5, 2 in 1']);
    });
  },
);

describe('a run of a chatflow whose message is gone', () => {
  it('is one message of its user without a conversation', async () => {
    const builder = worldBuilder('1.14.2');
    const app = builder.app('advanced-chat');
    const { conversation } = builder.run(app, { nodes: [llm()], user: 'alice' });
    if (conversation === undefined) throw new Error('A chatflow has conversations');
    builder.deleteConversation(conversation);

    const { users } = await exported(builder, { mode: 'per_user', userId: 'session' });

    expect(users).toEqual(['end_user alice: 10 + 5, 1 in 0']);
  });

  it('is one message even when a missing file hides it', async () => {
    const builder = worldBuilder('1.14.2');
    const app = builder.app('advanced-chat');
    const { message } = builder.run(app, { nodes: [llm()], user: 'alice' });
    if (message !== undefined) message.missingFile = true;

    const { users, bill } = await exported(builder, { mode: 'per_user', userId: 'session' });

    expect(users).toEqual(['end_user alice: 10 + 5, 1 in 0']);
    expect(bill.isWorkspaceComplete).toBe(true);
  });
});

describe('the model of a node', () => {
  it('is named by its row, and prices are split as the row splits them', async () => {
    const builder = worldBuilder('1.14.2');
    builder.run(builder.app('workflow'), {
      nodes: [llm(), llm({ model: 'deepseek-chat', promptTokens: 100, completionTokens: 10 })],
    });

    const { models } = await exported(builder);

    expect(models).toEqual([
      'langgenius/deepseek/deepseek deepseek-chat: 100 + 10, 0.0002000 + 0.0000800 CNY, 1 calls',
      `${OPENAI} gpt-4o: 10 + 5, 0.0000250 + 0.0000500 USD, 1 calls`,
    ]);
  });

  it('is counted in each round of an iteration and not in the container', async () => {
    const builder = worldBuilder('1.14.2');
    builder.run(builder.app('workflow'), { nodes: [iteration([llm()], [llm()], [llm()])] });

    expect((await exported(builder)).models).toEqual([
      `${OPENAI} gpt-4o: 30 + 15, 0.0000750 + 0.0001500 USD, 3 calls`,
    ]);
  });

  it('of classifiers and extractors stands in the graph up to 1.2', async () => {
    const builder = worldBuilder('1.2.0');
    const app = builder.app('workflow');
    const nodes = [classifier(), extractor({ model: 'gpt-4o-mini' })];
    for (const at of ['2026-10-05T10:00:00Z', '2026-10-06T10:00:00Z', '2026-10-07T10:00:00Z']) {
      builder.run(app, { nodes, at });
    }
    const { run } = builder.run(app, { nodes: [classifier()], at: '2026-10-08T10:00:00Z' });
    run.version = '2026-10-08 00:00:00.000000';

    const { models, requests } = await exported(builder);

    expect(models).toEqual([
      `${OPENAI} gpt-4o: 40 + 20, 0.0001000 + 0.0002000 USD, 4 calls`,
      `${OPENAI} gpt-4o-mini: 30 + 15, 0.0000045 + 0.0000090 USD, 3 calls`,
    ]);
    // One for each version of the workflow, however many runs it has.
    expect(requests.filter((path) => /workflow-runs\/[^/]+$/.test(path))).toHaveLength(2);
  });

  it('stands in the graph of each run of a draft, which changes from run to run', async () => {
    const builder = worldBuilder('1.2.0');
    const app = builder.app('workflow');
    for (const model of ['gpt-4o', 'gpt-4o-mini'] as const) {
      builder.run(app, { nodes: [classifier({ model })] }).run.version = 'draft';
    }

    expect((await exported(builder)).models).toEqual([
      `${OPENAI} gpt-4o: 10 + 5, 0.0000250 + 0.0000500 USD, 1 calls`,
      `${OPENAI} gpt-4o-mini: 10 + 5, 0.0000015 + 0.0000030 USD, 1 calls`,
    ]);
  });

  it('of a classifier that failed after it had been paid stands in the graph', async () => {
    const builder = worldBuilder('1.14.2');
    builder.run(builder.app('workflow'), { nodes: [classifier()], outcome: 'failed' });
    for (const { row } of builder.world.nodes) {
      if (row['node_type'] !== 'question-classifier') continue;
      Object.assign(row, { status: 'failed', process_data: {}, outputs: {} });
    }

    expect((await exported(builder)).models).toEqual([
      `${OPENAI} gpt-4o: 15 + 0, 0.0000750 + 0.0000000 USD, 1 calls`,
    ]);
  });

  it('of an agent is the one selected in its inputs, whose price is no float', async () => {
    const builder = worldBuilder('1.14.2');
    builder.run(builder.app('workflow'), { nodes: [agent({ price: 0.1 + 0.2 })] });

    expect((await exported(builder)).models).toEqual([
      `${OPENAI} gpt-4o: 167 + 0, 0.3000000 + 0.0000000 USD, 1 calls`,
    ]);
  });

  it('of an agent is the one whose thoughts it logged when its inputs name none', async () => {
    const builder = worldBuilder('1.14.2');
    builder.run(builder.app('workflow'), { nodes: [agent()] });
    for (const { row } of builder.world.nodes) row['inputs'] = { query: 'go' };

    expect((await exported(builder)).models).toEqual([
      `${OPENAI} gpt-4o: 167 + 0, 0.0006800 + 0.0000000 USD, 1 calls`,
    ]);
  });

  it.each([
    ['an object', { agent_backend: { usage: {} } }],
    ['a text', 'nothing'],
    ['a list of other things', [null, 7, { label: 7 }, { label: 'x Thought' }]],
  ])('of an agent whose log is %s is unknown', async (_, agentLog) => {
    const builder = worldBuilder('1.14.2');
    const { run } = builder.run(builder.app('workflow'), { nodes: [agent({ namesModel: false })] });
    run.graph = { nodes: [], edges: [] };
    for (const { row } of builder.world.nodes) {
      if (row['node_type'] !== 'agent') continue;
      Object.assign(Object(row['execution_metadata']), { agent_log: agentLog });
    }

    const { models, bill } = await exported(builder);

    expect(models).toEqual(['unknown unknown: 167 + 0, 0.0006800 + 0.0000000 USD, 1 calls']);
    expect(bill.report.apps[0]?.certainty).toMatchObject({
      parts: [{ kind: 'unattributed', tokens: 167 }],
      notes: [{ cause: 'model_unknown', tokens: 167 }],
    });
  });

  it('of a retrieval is unknown, and its tokens are billed all the same', async () => {
    const builder = worldBuilder('1.14.2');
    builder.run(builder.app('workflow'), { nodes: [retrieval()] });

    expect((await exported(builder)).models).toEqual([
      'unknown unknown: 20 + 4, 0.0000900 + 0.0000000 USD, 1 calls',
    ]);
  });

  it("of a workflow called as a tool is in the child's records alone", async () => {
    const builder = worldBuilder('1.14.2');
    const child = builder.app('workflow', { name: 'child' });
    const parent = builder.app('workflow', { name: 'parent' });
    builder.run(parent, { nodes: [workflowTool(child, llm({ model: 'gpt-4o-mini' }))] });

    expect((await exported(builder)).models).toEqual([
      `${OPENAI} gpt-4o-mini: 10 + 5, 0.0000015 + 0.0000030 USD, 1 calls`,
    ]);
  });
});

describe('what is asked of Dify', () => {
  const DETAIL = /workflow-runs\/[^/]+$/;
  const CONVERSATIONS = /chat-(?:conversations|messages)$/;

  it.each<[OutputMode, number, number]>([
    ['per_app', 0, 0],
    ['both', 0, 0],
    ['per_user', 2, 0],
    ['per_model', 0, 1],
    ['all', 2, 1],
  ])('in the mode %s is %i lists of messages and %i graphs', async (mode, lists, graphs) => {
    const builder = worldBuilder('1.14.2');
    builder.run(builder.app('advanced-chat'), { nodes: [llm()] });
    const app = builder.app('workflow');
    builder.run(app, { nodes: [agent({ namesModel: false })] });
    builder.run(app, { nodes: [llm()] });

    const { requests } = await exported(builder, { mode });

    expect(requests.filter((path) => CONVERSATIONS.test(path))).toHaveLength(lists);
    expect(requests.filter((path) => DETAIL.test(path))).toHaveLength(graphs);
    expect(requests.filter((path) => path.endsWith('/node-executions'))).toHaveLength(3);
  });

  it('is no start of a run that a list has told already', async () => {
    const builder = worldBuilder('1.14.2');
    builder.run(builder.app('advanced-chat'), { nodes: [llm()], at: '2026-10-31T23:59:59.700Z' });

    const { requests } = await exported(builder, { mode: 'all' });

    expect(requests.filter((path) => DETAIL.test(path))).toEqual([]);
  });

  it.each([
    ['id', 0],
    ['session', 1],
  ] as const)("is the accounts' e-mails by the name %s %i time(s)", async (userId, times) => {
    const builder = worldBuilder('1.14.2');
    builder.message(builder.app('chat'), { origin: 'explore' });

    const { requests, users } = await exported(builder, { mode: 'all', userId });

    expect(requests.filter((path) => path.endsWith('/members'))).toHaveLength(times);
    if (userId === 'session') expect(users).toEqual(['account admin@example.com: 10 + 5, 1 in 1']);
  });

  it('withholds a chatflow whose messages cannot be listed now, but only when they are counted', async () => {
    const faults: Fault[] = [
      { path: /chat-conversations/, times: 99, action: { kind: 'html', status: 502 } },
    ];
    const build = () => {
      const builder = worldBuilder('1.14.2');
      builder.run(builder.app('advanced-chat'), { nodes: [llm()] });
      return builder;
    };

    const counted = await exported(build(), { mode: 'all' }, faults);
    const uncounted = await exported(build(), { mode: 'per_model' }, faults);

    expect(counted.bill.isWorkspaceComplete).toBe(false);
    expect(counted.models).toEqual([]);
    expect(uncounted.models).toHaveLength(1);
  });
});

async function exported(
  builder: WorldBuilder,
  options: DryRunOptions = {},
  faults: readonly Fault[] = [],
) {
  const { users, models, payloads, requests, bill } = await readBill(builder, options, { faults });
  return {
    users,
    models,
    bill,
    records: payloads.flatMap(({ user_records = [] }) => user_records),
    requests: requests.map(({ path }) => path),
  };
}

import { describe, expect, it } from 'vitest';
import { formatCsv } from '../../src/cli/formats/format-csv.ts';
import { readBill } from '../support/bill.ts';
import { OWNER, worldBuilder } from '../support/fake-dify/builders.ts';
import type { Fault } from '../support/fake-dify/faults.ts';
import {
  agent,
  classifier,
  extractor,
  iteration,
  llm,
  loop,
  workflowTool,
} from '../support/fake-dify/node-spec.ts';
import { RECORDED_VERSIONS } from '../support/fake-dify/presets.ts';
import type { RecordedRequest } from '../support/fake-dify/server.ts';
import type { World, WorldApp, WorldConversation, WorldRun } from '../support/fake-dify/world.ts';
import { startFakeReceiver } from '../support/fake-receiver.ts';
import { exportTo } from '../support/in-process.ts';
import { serveDify } from '../support/session.ts';
import { temporaryDirectory } from '../support/temporary-directory.ts';

// Each test is a trap of Dify's usage data into which a reader of it can fall.

const NAMED = { userId: 'session' } as const;
const ALWAYS = Number.POSITIVE_INFINITY;

describe('numbers', () => {
  it('prices of next to nothing come in scientific notation, "0E-7" and "1E-7"', async () => {
    const build = worldBuilder('1.14.2');
    const app = build.app('chat');
    build.message(app, { at: '2026-10-05T10:00:00Z', price: '0' });
    build.message(app, { at: '2026-10-06T10:00:00Z', price: '0.0000001' });

    const { apps } = await readBill(build);

    expect(apps).toEqual(['2026-10 chat 30 0.0000001 USD']);
  });

  it('token counts are text in the run statistics, and everywhere on MySQL', async () => {
    const build = worldBuilder('1.14.2');
    const [chat, workflow] = [build.app('chat'), build.app('workflow')];
    for (const at of ['2026-10-05T10:00:00Z', '2026-10-06T10:00:00Z']) {
      build.message(chat, { at });
      build.run(workflow, { at, nodes: [llm()] });
    }
    const asText: Fault = {
      path: /\/statistics\/token-costs/,
      times: ALWAYS,
      action: {
        kind: 'rewrite',
        toBody: (body) =>
          JSON.parse(JSON.stringify(body).replace(/"token_count":(\d+)/g, '"token_count":"$1"')),
      },
    };

    const { apps, differences } = await readBill(build, {}, { faults: [asText] });

    expect(apps).toEqual(['2026-10 chat 30 0.0000090 USD', '2026-10 workflow 30 0.0001500 USD']);
    expect(differences).toEqual([]);
  });

  it('the currency of the statistics says USD, whatever the models are priced in', async () => {
    const build = worldBuilder('1.14.2');
    const nodes = [llm(), llm({ model: 'deepseek-chat' })];
    build.run(build.app('advanced-chat', { name: 'mixed' }), { nodes });
    build.message(build.app('chat', { model: 'deepseek-chat' }));

    const { apps, workspace } = await readBill(build);

    expect(apps).toEqual([
      '2026-10 chat 15 0.0000600 CNY',
      '2026-10 mixed 15 0.0000600 CNY',
      '2026-10 mixed 15 0.0000750 USD',
    ]);
    expect(workspace).toEqual(['2026-10 30 0.0001200 CNY', '2026-10 15 0.0000750 USD']);
  });

  it('the unit prices of a summed usage are those of its last call and price nothing else', async () => {
    const build = worldBuilder('1.12.1');
    const sum = agent({ price: 0.00068, promptTokens: 100, completionTokens: 67 });
    const nodes = [sum, llm({ model: 'gpt-4o-mini' })];
    build.run(build.app('workflow'), { nodes });
    for (const { row } of build.world.nodes) {
      if (row['node_type'] !== 'agent') continue;
      Object.assign(Object(Object(row['outputs']).usage), {
        prompt_unit_price: '1',
        prompt_price_unit: '0.001',
        completion_unit_price: '1',
        completion_price_unit: '0.001',
      });
    }
    // At those unit prices, this would be a message of the agent's model.
    const app = build.app('chat');
    build.message(app, { price: '0.0150000' });
    saveConfiguration(app, '2026-10-20T00:00:00Z');

    expect((await readBill(build)).models).toEqual([
      'langgenius/openai/openai gpt-4o: 100 + 67, 0.0006800 + 0.0000000 USD, 1 calls',
      'langgenius/openai/openai gpt-4o-mini: 10 + 5, 0.0000015 + 0.0000030 USD, 1 calls',
      'unknown unknown: 10 + 5, 0.0150000 + 0.0000000 USD, 1 calls',
    ]);
  });

  it('the price of an agent may be a JSON number that carries float noise', async () => {
    const build = worldBuilder('1.4.3');
    build.run(build.app('workflow'), { nodes: [agent({ price: 0.1 + 0.2 })] });

    expect((await readBill(build)).apps).toEqual(['2026-10 workflow 167 0.3000000 USD']);
  });

  it('older agents split no tokens and report only a total', async () => {
    const build = worldBuilder('1.8.1');
    const nodes = [agent({ totalTokens: 167, promptTokens: 0, completionTokens: 0 })];
    build.run(build.app('workflow'), { nodes, user: 'alice' });

    const { apps, users } = await readBill(build, NAMED);

    expect(apps).toEqual(['2026-10 workflow 167 0.0006800 USD']);
    expect(users).toEqual(['end_user alice: 167 + 0, 1 in 0']);
  });
});

describe('statistics', () => {
  it.each(RECORDED_VERSIONS)(
    'an advanced-chat app is in two of them, which are not added (%s)',
    async (version) => {
      const build = worldBuilder(version);
      build.run(build.app('advanced-chat', { name: 'flow' }), { nodes: [llm()] });

      const { apps, workspace } = await readBill(build);

      expect(apps).toEqual(['2026-10 flow 15 0.0000750 USD']);
      expect(workspace).toEqual(['2026-10 15 0.0000750 USD']);
    },
  );

  it('those with a price have nothing of workflow apps, which the workspace has', async () => {
    const build = worldBuilder('1.14.2');
    build.message(build.app('chat', { model: 'gpt-4o' }));
    build.run(build.app('workflow'), { nodes: [llm()] });

    expect((await readBill(build)).workspace).toEqual(['2026-10 30 0.0001500 USD']);
  });

  it('those up to 1.8 hold debugger messages, which is said, and which hide no user', async () => {
    const build = worldBuilder('1.8.1');
    const app = build.app('chat');
    build.message(app, { user: 'alice', at: '2026-10-05T10:00:00Z' });
    build.message(app, { origin: 'debugger', at: '2026-10-06T10:00:00Z' });
    build.run(build.app('workflow'), { nodes: [llm()], origin: 'debugger' });

    const { apps, users, differences, bill } = await readBill(build, NAMED);

    expect(apps).toEqual(['2026-10 chat 30 0.0000090 USD']);
    expect(users).toEqual([
      'account admin@example.com: 10 + 5, 1 in 1',
      'end_user alice: 10 + 5, 1 in 1',
    ]);
    expect(differences).toEqual([]);
    expect(bill.usage.dify.statisticsMayIncludeDebugger).toBe(true);
    expect(bill.report.apps.flatMap(({ certainty }) => certainty.notes)).toContainEqual(
      expect.objectContaining({ cause: 'console_may_include_debug', tokens: 15 }),
    );
  });

  it('their days are those of the account, and not those of UTC or of the bill', async () => {
    const build = worldBuilder('1.14.2', { timeZone: 'America/New_York' });
    const app = build.app('chat');
    // The first and the last minute of 6 October in Tokyo, and their neighbours.
    build.message(app, { at: '2026-10-05T14:59:00Z', promptTokens: 1, completionTokens: 0 });
    build.message(app, { at: '2026-10-05T15:00:00Z', promptTokens: 20, completionTokens: 0 });
    build.message(app, { at: '2026-10-06T14:59:59Z', promptTokens: 300, completionTokens: 0 });
    build.message(app, { at: '2026-10-06T15:00:00Z', promptTokens: 4000, completionTokens: 0 });

    const { apps } = await readBill(build, { timeZone: 'Asia/Tokyo', aggregation: 'daily' });

    expect(apps.map((line) => line.split(' ').slice(0, 3).join(' '))).toEqual([
      '2026-10-05 chat 1',
      '2026-10-06 chat 320',
      '2026-10-07 chat 4000',
    ]);
  });

  it('two accounts of different zones see different days, and bill the same ones', async () => {
    const bills = ['Asia/Kolkata', 'America/Los_Angeles'].map(async (timeZone) => {
      const build = worldBuilder('1.14.2', { timeZone });
      const [chat, workflow] = [build.app('chat'), build.app('workflow')];
      for (let hour = 0; hour < 48; hour += 1) {
        const at = new Date(Date.parse('2026-10-05T00:15:00Z') + hour * 3_600_000).toISOString();
        build.message(chat, { at });
        build.run(workflow, { at, nodes: [llm()] });
      }
      return readBill(build, { mode: 'both', timeZone: 'Asia/Tokyo', aggregation: 'daily' });
    });

    const [first, second] = await Promise.all(bills);

    expect(first?.apps).toHaveLength(6);
    expect(second?.apps).toEqual(first?.apps);
    expect(second?.workspace).toEqual(first?.workspace);
  });

  it('their end is exclusive, that of conversation lists is not: the last minute counts once', async () => {
    const build = worldBuilder('1.14.2');
    const [chat, completion] = [build.app('chat'), build.app('completion')];
    for (const app of [chat, completion]) {
      build.message(app, { user: 'last', at: '2026-10-31T23:59:30Z' });
      build.message(app, { user: 'next', at: '2026-11-01T00:00:00Z' });
    }

    const { apps, users } = await readBill(build, NAMED);

    expect(apps).toEqual(['2026-10 chat 15 0.0000045 USD', '2026-10 completion 15 0.0000045 USD']);
    expect(users).toEqual(['end_user last: 10 + 5, 1 in 1', 'end_user last: 15 + 0, 1 in 1']);
  });

  it.each([
    ['1.8.1', [], ['deleted_conversations 15']],
    ['1.9.2', ['2026-10 flow 15 0.0000750 USD'], []],
    ['1.14.2', ['2026-10 flow 15 0.0000750 USD'], []],
  ])(
    'those of runs keep a deleted conversation, those of messages do not (%s)',
    async (version, apps, residuals) => {
      const build = worldBuilder(version);
      const { conversation } = build.run(build.app('advanced-chat', { name: 'flow' }), {
        nodes: [llm()],
      });
      build.deleteConversation(existing(conversation));

      const reading = await readBill(build);

      expect(reading).toMatchObject({ apps, residuals, differences: [] });
    },
  );

  it('a deleted app takes its history along, and what was billed of it stays billed', async () => {
    const build = worldBuilder('1.14.2');
    const app = build.app('chat', { name: 'doomed' });
    build.message(app);
    build.message(build.app('chat', { name: 'kept' }));
    const now = () => Date.parse('2026-12-10T03:00:00Z');
    const dify = await serveDify({ version: build.version, world: build.world, now });
    const receiver = await startFakeReceiver({ token: 'token' });
    const stateDir = await temporaryDirectory();
    const options = { password: OWNER.password, timeZone: 'UTC', stateDir, now } as const;

    await exportTo(dify, receiver, options);
    build.world.apps.splice(build.world.apps.indexOf(app), 1);
    await exportTo(dify, receiver, options);
    await receiver.close();

    const stored = receiver.rows('app_records').map((row) => [row['app_name'], row['token_count']]);
    expect(stored).toEqual([
      ['doomed', 15],
      ['kept', 15],
    ]);
  });

  it('messages whose conversation was cleaned up count in them, and are nobody’s', async () => {
    const build = worldBuilder('1.14.2');
    const app = build.app('chat');
    build.message(app, { user: 'alice' });
    build.message(app, { user: 'bob', at: '2026-10-06T10:00:00Z' });
    build.world.conversations.pop();

    const { apps, users } = await readBill(build, NAMED);

    expect(apps).toEqual(['2026-10 chat 30 0.0000090 USD']);
    expect(users).toEqual([
      'end_user alice: 10 + 5, 1 in 1',
      'end_user unattributed: 15 + 0, 0 in 0',
    ]);
  });

  it.each(['per_app', 'all'] as const)(
    'an empty bound would mean the whole history: both are always asked for (%s)',
    async (mode) => {
      const build = worldBuilder('1.14.2');
      build.message(build.app('chat'));
      build.message(build.app('completion'));
      build.run(build.app('advanced-chat'), { nodes: [llm()] });
      build.run(build.app('workflow'), { nodes: [llm()] });

      const { requests } = await readBill(build, { mode });

      const asked = requests.filter(({ path }) => path.includes('/statistics/'));
      expect(asked.length).toBeGreaterThan(3);
      for (const { query } of asked) {
        expect(query['start']).toMatch(/^\d{4}-\d\d-\d\d \d\d:\d\d$/);
        expect(query['end']).toMatch(/^\d{4}-\d\d-\d\d \d\d:\d\d$/);
      }
    },
  );
});

describe('totals that Dify stores', () => {
  it.each([
    ['1.9.1', '1.9.1'],
    ['1.9.1', '1.14.2'],
  ])('are zero on %s, and remain so on %s', async (written, read) => {
    const build = worldBuilder(written);
    build.run(build.app('advanced-chat', { name: 'flow' }), { nodes: [llm()] });
    build.run(build.app('workflow'), { nodes: [llm()] });

    const { apps, users, differences } = await readBill(build, NAMED, { version: read });

    expect(apps).toEqual(['2026-10 flow 15 0.0000750 USD', '2026-10 workflow 15 0.0000750 USD']);
    expect(users).toEqual([
      'end_user alice@example.com: 10 + 5, 1 in 1',
      'end_user alice@example.com: 10 + 5, 1 in 0',
    ]);
    expect(new Set(differences)).toEqual(new Set(['zero_totals -15']));
  });

  it.each([
    ['1.9.2', 75, 'containers_counted_twice 30'],
    ['0.15.3', 640_000_000, 'parallel_iterations 639999955'],
  ])('of runs on %s count an iteration again', async (version, total, difference) => {
    const build = worldBuilder(version);
    const { run } = build.run(build.app('workflow'), {
      nodes: [llm(), iteration([llm()], [llm()])],
    });
    if (version === '0.15.3') run.totalTokens = total;

    const { apps, differences } = await readBill(build);

    expect(run.totalTokens).toBe(total);
    expect(apps).toEqual(['2026-10 workflow 45 0.0002250 USD']);
    expect(differences).toEqual([difference]);
  });

  it.each([
    ['0.15.3', 15],
    ['1.8.1', 15],
    ['1.9.2', 75],
    ['1.10.1', 75],
    ['1.14.2', 75],
  ])('of messages on %s have what happens in a loop never or twice', async (version, total) => {
    const build = worldBuilder(version);
    const { message } = build.run(build.app('advanced-chat', { name: 'flow' }), {
      nodes: [llm(), loop([llm()], [llm()])],
    });

    const { apps, users } = await readBill(build, NAMED);

    expect((message?.messageTokens ?? 0) + (message?.answerTokens ?? 0)).toBe(total);
    expect(apps).toEqual(['2026-10 flow 45 0.0002250 USD']);
    expect(users).toEqual(['end_user alice@example.com: 30 + 15, 1 in 1']);
  });

  it('of messages with a usage in their metadata are no better for that', async () => {
    const build = worldBuilder('1.10.1');
    const { message } = build.run(build.app('advanced-chat'), { nodes: [iteration([llm()])] });
    const chat = build.message(build.app('chat'));
    chat.item = { metadata: { usage: { prompt_tokens: 999, completion_tokens: 999 } } };

    const { users } = await readBill(build, NAMED);

    expect(message?.messageTokens).toBe(20);
    expect(users).toEqual([
      'end_user alice@example.com: 10 + 5, 1 in 1',
      'end_user alice@example.com: 10 + 5, 1 in 1',
    ]);
  });

  it.each(RECORDED_VERSIONS)(
    'of a container repeat the rows of its rounds, and are not a call (%s)',
    async (version) => {
      const build = worldBuilder(version);
      const nodes = [iteration([llm()], [llm()]), loop([llm()])];
      build.run(build.app('workflow'), { nodes });

      const { apps, models } = await readBill(build);

      expect(apps).toEqual(['2026-10 workflow 45 0.0002250 USD']);
      expect(models).toEqual([expect.stringContaining('gpt-4o: 30 + 15, ')]);
      expect(models).toEqual([expect.stringContaining(', 3 calls')]);
    },
  );

  it.each(RECORDED_VERSIONS)(
    'of a workflow that calls another one hold the child, which has a run of its own (%s)',
    async (version) => {
      const build = worldBuilder(version);
      const child = build.app('workflow', { name: 'child' });
      const nodes = [llm({ promptTokens: 100 }), workflowTool(child, llm())];
      build.run(build.app('workflow', { name: 'parent' }), { nodes });

      const { apps } = await readBill(build);

      expect(apps.map((line) => line.split(' ').slice(1, 3).join(' '))).toEqual([
        'child 15',
        'parent 105',
      ]);
    },
  );

  it.each(RECORDED_VERSIONS)('of a failed run say nothing of its price (%s)', async (version) => {
    const build = worldBuilder(version);
    const nodes = [llm(), llm({ status: 'failed' })];
    const { message } = build.run(build.app('advanced-chat', { name: 'flow' }), {
      nodes,
      outcome: 'failed',
    });
    build.run(build.app('workflow'), { nodes, outcome: 'failed' });

    const { apps } = await readBill(build);

    expect(message?.messageTokens).toBe(0);
    expect(apps).toEqual(['2026-10 flow 15 0.0000750 USD', '2026-10 workflow 15 0.0000750 USD']);
  });

  it.each(['1.9.2', '1.10.1', '1.11.4', '1.12.1', '1.14.2'])(
    'of a stopped run are 0 while it says "running" for ever (%s)',
    async (version) => {
      const build = worldBuilder(version);
      const nodes = [llm(), llm({ status: 'running' })];
      const { run } = build.run(build.app('advanced-chat', { name: 'flow' }), {
        nodes,
        outcome: 'stopped',
      });
      build.run(build.app('workflow'), { nodes, outcome: 'stopped' });

      const { apps, residuals, bill } = await readBill(build);

      expect(run).toMatchObject({ status: 'running', totalTokens: 0 });
      expect(apps).toEqual(['2026-10 flow 15 0.0000750 USD', '2026-10 workflow 15 0.0000750 USD']);
      expect(residuals).toEqual([]);
      expect(bill.report.unfinishedRuns).toBe(0);
    },
  );

  it('of a run that is only "partial-succeeded" are those of a success', async () => {
    const build = worldBuilder('1.9.1');
    const app = build.app('workflow');
    build.run(app, { nodes: [llm({ retries: 1 })], outcome: 'partial-succeeded' });
    const lost = build.run(app, { nodes: [llm()], outcome: 'partial-succeeded' }).run;
    forgetNodes(build.world, lost);

    const { apps, users, residuals } = await readBill(build, NAMED);

    expect(apps).toEqual(['2026-10 workflow 15 0.0000750 USD']);
    expect(users).toEqual(['end_user alice@example.com: 10 + 5, 2 in 0']);
    expect(residuals).toEqual(['runs_cleaned_up unknown']);
  });
});

describe('run lists and logs', () => {
  it.each(RECORDED_VERSIONS)(
    'the run list shows debugger runs unless asked otherwise, if it can be (%s)',
    async (version) => {
      const build = worldBuilder(version);
      for (const mode of ['advanced-chat', 'workflow'] as const) {
        const app = build.app(mode, { name: mode });
        build.run(app, { nodes: [llm()] });
        build.run(app, { nodes: [llm({ promptTokens: 1000 })], origin: 'debugger' });
      }

      const { apps, differences } = await readBill(build);

      expect(apps.map((line) => line.split(' ').slice(1, 3).join(' '))).toEqual([
        'advanced-chat 15',
        'workflow 15',
      ]);
      // 1.9.1 counts nothing at all.
      expect(differences.filter((line) => !line.startsWith('zero_totals'))).toEqual([]);
    },
  );

  it.each(['webhook', 'schedule', 'plugin'] as const)(
    'a run of a %s trigger is in the log alone',
    async (origin) => {
      const build = worldBuilder('1.14.2');
      build.run(build.app('workflow'), { nodes: [llm()], origin });

      const { apps, differences } = await readBill(build);

      expect(apps).toEqual(['2026-10 workflow 15 0.0000750 USD']);
      expect(differences).toEqual([]);
    },
  );

  it.each(['1.9.1', '1.9.2', '1.10.1'])(
    'a production run may be the child of a debugger run, and is counted as such (%s)',
    async (version) => {
      const build = worldBuilder(version);
      const child = build.app('workflow', { name: 'child' });
      const nodes = [workflowTool(child, llm())];
      build.run(build.app('workflow', { name: 'parent' }), { nodes, origin: 'debugger' });

      const { apps, bill } = await readBill(build);

      expect(apps).toEqual(['2026-10 child 15 0.0000750 USD']);
      expect(bill.report.maybeDebug).toEqual({ runs: 1, tokens: 15 });
    },
  );

  it.each(RECORDED_VERSIONS)(
    'the log of a run across midnight is of the next day, its usage is not (%s)',
    async (version) => {
      const build = worldBuilder(version);
      const at = '2026-10-31T23:59:30.250Z';
      build.run(build.app('workflow'), { at, seconds: 120, nodes: [llm()] });

      const october = await readBill(build);
      const november = await readBill(build, { period: '2026-11' });

      expect(october.apps).toEqual(['2026-10 workflow 15 0.0000750 USD']);
      expect(november.apps).toEqual([]);
    },
  );

  it.each(['0.15.3', '1.0.0', '1.14.2'])(
    'the log ignores a time filter that it does not know (%s)',
    async (version) => {
      const build = worldBuilder(version);
      const app = build.app('workflow');
      for (const month of ['09', '10', '11']) {
        build.run(app, { at: `2026-${month}-15T10:00:00Z`, nodes: [llm()] });
      }

      expect((await readBill(build)).apps).toEqual(['2026-10 workflow 15 0.0000750 USD']);
    },
  );

  it('the log loses the offset of a time on MySQL: it is asked in UTC', async () => {
    const build = worldBuilder('1.14.2', { timeZone: 'Asia/Tokyo' });
    build.run(build.app('workflow'), { nodes: [llm()] });

    const { requests } = await readBill(build, { timeZone: 'America/New_York' });

    const times = queriesOf(requests, /workflow-app-logs$/).flatMap((query) => [
      query['created_at__after'],
      query['created_at__before'],
    ]);
    expect(times.length).toBeGreaterThan(0);
    for (const time of times) expect(time).toMatch(/^2026-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z$/);
  });

  it.each([
    ['1.8.1', 'unknown'],
    ['1.12.1', '15'],
    ['1.14.2', '15'],
  ])(
    'a run without rows, or of nothing but nulls, was deleted and is not free (%s)',
    async (version, tokens) => {
      const build = worldBuilder(version);
      build.deleteRun(build.run(build.app('workflow'), { nodes: [llm()] }).run);
      build.deleteRun(build.run(build.app('advanced-chat'), { nodes: [llm()] }).run);
      const { run } = build.run(build.app('workflow'), { nodes: [llm()] });
      forgetNodes(build.world, run);

      const { apps, residuals, bill } = await readBill(build);

      expect(apps).toEqual([]);
      expect(residuals).toEqual([
        'runs_cleaned_up unknown',
        `runs_cleaned_up ${tokens}`,
        'runs_cleaned_up 15',
      ]);
      expect(bill.isWorkspaceComplete).toBe(true);
    },
  );

  it('a run list that ignores its cursor gives page 1 for ever, and ends the app', async () => {
    const build = worldBuilder('1.14.2');
    const app = build.app('advanced-chat', { name: 'logstore' });
    for (let run = 0; run < 101; run += 1) build.run(app, { at: secondOfOctober(run) });
    build.message(build.app('chat'));
    let firstPage: unknown;
    const ignoreCursor: Fault = {
      path: /\/workflow-runs\?/,
      times: ALWAYS,
      action: {
        kind: 'rewrite',
        toBody: (body) => {
          firstPage ??= body;
          return firstPage;
        },
      },
    };

    const { apps, bill, requests } = await readBill(build, {}, { faults: [ignoreCursor] });

    expect(bill.usage.results).toMatchObject([
      { kind: 'withheld', error: { message: expect.stringContaining('ignores the cursor') } },
      { kind: 'complete' },
    ]);
    expect(apps).toEqual(['2026-10 chat 15 0.0000045 USD']);
    expect(queriesOf(requests, /workflow-runs$/)).toHaveLength(2);
  });

  it('a cursor skips what shares the second of a page border', async () => {
    const build = worldBuilder('1.14.2');
    const runs = build.app('advanced-chat', { name: 'runs' });
    const messages = build.app('chat', { name: 'messages' });
    const conversation = build.conversation(messages, { user: 'alice' });
    for (let item = 0; item < 130; item += 1) {
      const at = secondOfOctober(Math.floor(item / 9));
      build.run(runs, { at, nodes: [llm()] });
      build.message(messages, { at, conversation });
    }

    const { apps, users } = await readBill(build, NAMED);

    expect(apps.map((line) => line.split(' ').slice(1, 3).join(' '))).toEqual([
      'messages 1950',
      'runs 1950',
    ]);
    expect(users).toContain('end_user alice: 1300 + 650, 130 in 1');
  });

  it('a page holds 100 items at most, and asking for more is refused', async () => {
    const build = worldBuilder('1.14.2');
    for (const mode of ['chat', 'completion']) build.message(build.app(mode));
    for (const mode of ['advanced-chat', 'workflow'])
      build.run(build.app(mode), { nodes: [llm()] });

    const { requests } = await readBill(build);

    const limits = requests.flatMap(({ query }) => query['limit'] ?? []);
    expect(new Set(limits)).toEqual(new Set(['100']));
  });
});

describe('conversations and messages', () => {
  it.each(['1.9.1', '1.14.2'])(
    'the lists of chat, agent-chat and completion apps hold the debugger’s (%s)',
    async (version) => {
      const build = worldBuilder(version);
      for (const mode of ['chat', 'agent-chat', 'completion']) {
        const app = build.app(mode);
        build.message(app, { user: mode, at: '2026-10-05T10:00:00Z' });
        build.message(app, { origin: 'debugger', at: '2026-10-06T10:00:00Z' });
      }

      const { users } = await readBill(build, NAMED);

      expect(users).toEqual([
        'end_user chat: 10 + 5, 1 in 1',
        'end_user agent-chat: 10 + 5, 1 in 1',
        'end_user completion: 15 + 0, 1 in 1',
      ]);
    },
  );

  it.each(['0.15.3', '1.14.2'])(
    'a conversation that is older than the period has messages in it (%s)',
    async (version) => {
      const build = worldBuilder(version);
      const app = build.app('chat');
      const conversation = build.conversation(app, { user: 'old', at: '2026-03-01T10:00:00Z' });
      build.message(app, { conversation, at: '2026-03-01T10:00:00Z' });
      build.message(app, { conversation, at: '2026-10-05T10:00:00Z' });

      const { users } = await readBill(build, NAMED);

      expect(users).toEqual(['end_user old: 10 + 5, 1 in 1']);
    },
  );

  it.each(['0.15.3', '1.14.2'])(
    'a conversation that went on after the period has messages in it (%s)',
    async (version) => {
      const build = worldBuilder(version);
      const app = build.app('chat');
      const conversation = build.conversation(app, { user: 'loyal', at: '2026-10-05T10:00:00Z' });
      build.message(app, { conversation, at: '2026-10-05T10:00:00Z' });
      build.message(app, { conversation, at: '2026-12-05T10:00:00Z' });

      const { users } = await readBill(build, NAMED);

      expect(users).toEqual(['end_user loyal: 10 + 5, 1 in 1']);
    },
  );

  it.each(['1.9.2', '1.10.1', '1.12.1', '1.14.2'])(
    'opening one marks it as read, and may move it in the list: it is left alone (%s)',
    async (version) => {
      const build = worldBuilder(version);
      for (const mode of ['chat', 'completion']) {
        const app = build.app(mode);
        build.message(app);
        saveConfiguration(app, '2026-11-01T00:00:00Z');
      }
      const before = structuredClone(build.world.conversations);

      await readBill(build);

      expect(build.world.conversations).toEqual(before);
    },
  );

  it.each(['1.10.1', '1.14.2'])(
    'an empty one is listed, and no filter of newer versions hides it (%s)',
    async (version) => {
      const build = worldBuilder(version);
      const app = build.app('chat');
      build.message(app, { user: 'alice' });
      build.conversation(app, { user: 'silent' });

      const { users, requests } = await readBill(build, NAMED);

      expect(users).toEqual(['end_user alice: 10 + 5, 1 in 1']);
      expect(queriesOf(requests, /chat-messages$/)).toHaveLength(1);
    },
  );

  it.each(['0.15.3', '1.9.1', '1.14.2'])(
    'a role that may not list them leaves apps whole and users withheld (%s)',
    async (version) => {
      const build = worldBuilder(version);
      build.message(build.app('chat'));
      for (const member of build.world.members) member.role = 'normal';

      const sums = await readBill(build, { mode: 'per_app' });
      const { withheld, bill } = await readBill(build, { mode: 'per_user' });

      expect(sums.apps).toEqual(['2026-10 chat 15 0.0000045 USD']);
      expect(withheld).toEqual(['chat']);
      expect(bill.usage.results).toMatchObject([
        { error: { message: expect.stringContaining('role editor or higher') } },
      ]);
    },
  );

  it.each([
    ['a code', { code: 'invalid_param', message: 'Invalid upload file', status: 400 }],
    ['no code', { message: 'Input payload validation failed', errors: { file: 'Invalid' } }],
  ])('a page with a missing file is a 400 with %s, and costs one message', async (_, body) => {
    const build = worldBuilder('1.9.1');
    const app = build.app('chat');
    const conversation = build.conversation(app, { user: 'alice', at: '2026-10-05T10:00:00Z' });
    build.message(app, { conversation, at: '2026-10-05T10:00:00Z', missingFile: true });
    build.message(app, { conversation, at: '2026-10-05T11:00:00Z' });
    const refusal: Fault = {
      path: /chat-messages/,
      times: ALWAYS,
      action: { kind: 'rewrite', toBody: (page) => ('data' in Object(page) ? page : body) },
    };

    const { apps, users } = await readBill(build, NAMED, { faults: [refusal] });

    expect(apps).toEqual(['2026-10 chat 30 0.0000090 USD']);
    expect(users).toEqual([
      'end_user alice: 10 + 5, 1 in 1',
      'end_user unattributed: 15 + 0, 0 in 0',
    ]);
  });

  it('those of an agent app on a newer Dify have no tokens: its statistics are billed', async () => {
    const build = worldBuilder('1.15.0');
    build.message(build.app('agent'), { price: '0.0000045' });

    const { apps, users, requests } = await readBill(build);

    expect(apps).toEqual(['2026-10 agent 15 0.0000045 USD']);
    expect(users).toEqual(['end_user unattributed: 15 + 0, 0 in 0']);
    expect(queriesOf(requests, /conversations|messages$/)).toEqual([]);
  });

  it.each(['__proto__', '=1+1', 'u'.repeat(200), '田中太郎'])(
    'a caller may call its user %j',
    async (user) => {
      const build = worldBuilder('1.14.2');
      build.message(build.app('chat'), { user });
      build.run(build.app('workflow'), { user, nodes: [llm()] });

      const { users, payloads } = await readBill(build, NAMED);

      expect(users).toEqual([
        `end_user ${user}: 10 + 5, 1 in 1`,
        `end_user ${user}: 10 + 5, 1 in 0`,
      ]);
      expect(formatCsv(payloads, ['user'])).not.toMatch(/(?:^|,)=/m);
    },
  );
});

describe('models', () => {
  it.each([
    ['1.12.1', 'unknown unknown'],
    ['1.14.2', 'langgenius/openai/openai gpt-4o'],
  ])(
    'no list of conversations names them up to 1.12, and the app names its present one (%s)',
    async (version, name) => {
      const build = worldBuilder(version);
      const app = build.app('chat', { model: 'gpt-4o' });
      build.message(app);
      if (app.modelConfig !== null) app.modelConfig.name = 'gpt-4o-mini';
      saveConfiguration(app, '2026-10-20T00:00:00Z');

      const { models } = await readBill(build);

      expect(models).toEqual([expect.stringMatching(`^${name}: .*, 1 calls$`)]);
    },
  );

  it('an advanced-chat conversation has none, each of its nodes has one', async () => {
    const build = worldBuilder('1.14.2');
    const nodes = [llm({ model: 'gpt-4o' }), llm({ model: 'gpt-4o-mini' })];
    build.run(build.app('advanced-chat'), { nodes });

    expect((await readBill(build)).models).toEqual([
      'langgenius/openai/openai gpt-4o: 10 + 5, 0.0000250 + 0.0000500 USD, 1 calls',
      'langgenius/openai/openai gpt-4o-mini: 10 + 5, 0.0000015 + 0.0000030 USD, 1 calls',
    ]);
  });

  it('of classifiers and extractors are named in the graph alone up to 1.2', async () => {
    const build = worldBuilder('1.2.0');
    const nodes = [classifier(), extractor({ model: 'gpt-4o-mini' })];
    build.run(build.app('workflow'), { nodes });

    expect((await readBill(build)).models).toEqual([
      'langgenius/openai/openai gpt-4o: 10 + 5, 0.0000250 + 0.0000500 USD, 1 calls',
      'langgenius/openai/openai gpt-4o-mini: 10 + 5, 0.0000015 + 0.0000030 USD, 1 calls',
    ]);
  });

  it('have no price in any message: that of a user is asked minute by minute', async () => {
    const build = worldBuilder('1.12.1');
    const app = build.app('chat');
    build.message(app, { user: 'alice', at: '2026-10-05T10:00:00Z', price: '0.0000123' });
    build.message(app, { user: 'bob', at: '2026-10-05T10:01:00Z', price: '0.0000456' });

    const { payloads } = await readBill(build, NAMED);

    const records = payloads.flatMap(({ model_records = [] }) => model_records);
    expect(records.map(({ user_id, total_price }) => `${user_id} ${total_price}`)).toEqual([
      'alice 0.0000123',
      'bob 0.0000456',
    ]);
  });
});

function queriesOf(requests: readonly RecordedRequest[], path: RegExp) {
  return requests.filter((request) => path.test(request.path)).map(({ query }) => query);
}

function secondOfOctober(second: number): string {
  return new Date(Date.parse('2026-10-05T10:00:00.500Z') + second * 1000).toISOString();
}

function saveConfiguration({ modelConfig }: WorldApp, at: string): void {
  if (modelConfig !== null) modelConfig.updatedAtUs = Date.parse(at) * 1000;
}

function forgetNodes({ nodes }: World, { id }: WorldRun): void {
  nodes.splice(0, nodes.length, ...nodes.filter(({ runId }) => runId !== id));
}

function existing(conversation: WorldConversation | undefined): WorldConversation {
  if (conversation === undefined) throw new Error('An advanced-chat run has a conversation');
  return conversation;
}

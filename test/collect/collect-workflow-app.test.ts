import { describe, expect, it } from 'vitest';
import { readWorkspace, serveWorld } from '../support/collect.ts';
import { type WorldBuilder, worldBuilder } from '../support/fake-dify/builders.ts';
import {
  agent,
  classifier,
  iteration,
  llm,
  retrieval,
  workflowTool,
} from '../support/fake-dify/node-spec.ts';
import { RECORDED_VERSIONS } from '../support/fake-dify/presets.ts';
import type { WorldRun } from '../support/fake-dify/world.ts';

describe('collectWorkflowApp', () => {
  it.each(RECORDED_VERSIONS)(
    'bills in %s the leaf rows, whatever the totals say',
    async (version) => {
      const build = worldBuilder(version);
      const app = build.app('workflow', { name: 'flow' });
      build.run(app, { nodes: [llm(), iteration([llm()], [llm()], [llm()])] });
      build.run(app, { nodes: [classifier({ model: 'deepseek-chat' })], outcome: 'failed' });

      const { bill, report } = await readWorkspace(await serveWorld(build, version));
      expect(bill).toEqual([
        'flow, 2026-10: 15, 0.0000600 CNY',
        'flow, 2026-10: 60, 0.0003000 USD',
      ]);
      expect(report.differences.filter(({ cause }) => cause === 'unexplained')).toEqual([]);
      expect(report.residuals).toEqual([]);
    },
  );

  it('explains what the version counted wrongly', async () => {
    const causes: Record<string, unknown> = {};
    for (const version of ['1.8.1', '1.9.1', '1.9.2', '1.10.1']) {
      const build = worldBuilder(version);
      build.run(build.app('workflow'), { nodes: [llm(), iteration([llm()], [llm()], [llm()])] });
      const { report } = await readWorkspace(await serveWorld(build, version));
      causes[version] = report.differences.map(({ cause, tokens }) => [cause, tokens]);
    }

    expect(causes).toEqual({
      '1.8.1': [],
      '1.9.1': [['zero_totals', -60]],
      '1.9.2': [['containers_counted_twice', 45]],
      '1.10.1': [],
    });
  });

  it('never bills debugger runs', async () => {
    for (const version of ['1.8.1', '1.14.2']) {
      const build = worldBuilder(version);
      build.run(build.app('workflow'), { origin: 'debugger', nodes: [llm()] });

      expect((await readWorkspace(await serveWorld(build, version))).bill).toEqual([]);
    }
  });

  it.each(['webhook', 'schedule', 'plugin'] as const)(
    'bills a %s run, which no statistics know',
    async (origin) => {
      const build = worldBuilder('1.14.2');
      const app = build.app('workflow', { name: 'flow' });
      build.run(app, { origin, nodes: [llm()] });
      build.run(app, { nodes: [llm()] });

      const { bill, report, results } = await readWorkspace(await serveWorld(build, '1.14.2'));
      expect(bill).toEqual(['flow, 2026-10: 30, 0.0001500 USD']);
      expect(report.differences).toEqual([]);
      expect(results).toMatchObject([{ usage: { runCounts: [{ runs: 1, leafTokens: 15 }] } }]);
    },
  );

  it('bills what a run in progress and a stopped run have spent', async () => {
    const build = worldBuilder('1.14.2');
    const app = build.app('workflow', { name: 'flow' });
    build.run(app, { outcome: 'running', nodes: [llm(), llm({ status: 'running' })] });
    build.run(app, { outcome: 'stopped', nodes: [llm(), llm({ status: 'running' })] });

    const { bill, report } = await readWorkspace(await serveWorld(build, '1.14.2'));
    expect(bill).toEqual(['flow, 2026-10: 30, 0.0001500 USD']);
    expect(report.unfinishedRuns).toBe(0);
    expect(report.differences).toMatchObject([{ cause: 'stopped_runs', tokens: -30, runs: 2 }]);
  });

  it('takes a run for unfinished that is no older than a day', async () => {
    const build = worldBuilder('1.14.2');
    const app = build.app('workflow', { name: 'flow' });
    build.run(app, { at: '2026-10-30T11:59:00Z', outcome: 'running', nodes: [llm()] });
    build.run(app, { at: '2026-10-30T12:01:00Z', outcome: 'running', nodes: [llm()] });

    const { report } = await readWorkspace(await serveWorld(build, '1.14.2'), {
      now: '2026-10-31T12:00:00Z',
    });
    expect(report.unfinishedRuns).toBe(1);
  });

  it('finds in the run list what has no log yet', async () => {
    const build = worldBuilder('1.10.1');
    const app = build.app('workflow', { name: 'flow' });
    build.run(app, { nodes: [llm()] });
    build.run(app, { outcome: 'running', nodes: [llm()] });

    const dify = await serveWorld(build, '1.10.1');
    const { bill, report, progress } = await readWorkspace(dify);
    expect(bill).toEqual(['flow, 2026-10: 30, 0.0001500 USD']);
    expect(report.residuals).toEqual([]);
    expect(progress.at(-1)).toEqual({ appsDone: 1, apps: 1, runsRead: 2 });
    const nodeReads = dify.requests.filter(({ path }) => path.endsWith('/node-executions'));
    expect(nodeReads).toHaveLength(2);
  });

  it('names the runs without a log where there is no list of runs', async () => {
    const build = worldBuilder('1.8.1');
    const app = build.app('workflow', { name: 'flow' });
    build.run(app, { nodes: [llm()] });
    build.run(app, { outcome: 'running', nodes: [llm()] });

    const { bill, report } = await readWorkspace(await serveWorld(build, '1.8.1'));
    expect(bill).toEqual(['flow, 2026-10: 15, 0.0000750 USD']);
    expect(report.residuals).toMatchObject([{ cause: 'runs_without_log', tokens: 0, runs: 1 }]);
  });

  it('does not ask for the list of runs when the log has them all', async () => {
    const build = worldBuilder('1.14.2');
    build.run(build.app('workflow'), { nodes: [llm()] });

    const dify = await serveWorld(build, '1.14.2');
    await readWorkspace(dify);
    expect(dify.requests.filter(({ path }) => path.endsWith('/workflow-runs'))).toEqual([]);
  });

  it.each(['1.8.1', '1.12.1', '1.14.2'])(
    'names in %s a run that log cleanup took',
    async (version) => {
      const build = worldBuilder(version);
      const app = build.app('workflow', { name: 'flow' });
      build.run(app, { nodes: [llm()] });
      build.deleteRun(build.run(app, { nodes: [llm()] }).run);

      const { bill, report } = await readWorkspace(await serveWorld(build, version));
      expect(bill).toEqual(['flow, 2026-10: 15, 0.0000750 USD']);
      expect(report.residuals).toMatchObject([
        { cause: 'runs_cleaned_up', tokens: undefined, runs: 1 },
      ]);
      expect(report.differences).toEqual([]);
    },
  );

  describe('where a run has no nodes', () => {
    const without = (version: string, outcome: 'succeeded' | 'failed') => {
      const build = worldBuilder(version);
      const { run } = build.run(build.app('workflow', { name: 'flow' }), {
        outcome,
        nodes: [llm()],
      });
      build.world.nodes.length = 0;
      return { build, run };
    };

    it('names it with the tokens that Dify had counted', async () => {
      const { build } = without('1.14.2', 'succeeded');

      const { bill, report } = await readWorkspace(await serveWorld(build, '1.14.2'));
      expect(bill).toEqual([]);
      expect(report.residuals).toMatchObject([{ cause: 'runs_cleaned_up', tokens: 15, runs: 1 }]);
      expect(report.differences).toEqual([]);
    });

    it('names it without tokens where Dify counted nothing', async () => {
      const { build } = without('1.9.1', 'succeeded');

      const { report } = await readWorkspace(await serveWorld(build, '1.9.1'));
      expect(report.residuals).toMatchObject([{ cause: 'runs_cleaned_up', tokens: undefined }]);
    });

    it('withholds the app while they may still be written', async () => {
      const { build } = without('1.14.2', 'succeeded');

      const dify = await serveWorld(build, '1.14.2');
      const { results } = await readWorkspace(dify, { now: '2026-10-06T09:00:00Z' });
      expect(results).toMatchObject([{ kind: 'withheld', error: { problem: 'unavailable' } }]);
    });

    it('has nothing to bill of a run that failed before its first node', async () => {
      const { build, run } = without('1.14.2', 'failed');
      run.totalTokens = 0;

      const { bill, report } = await readWorkspace(await serveWorld(build, '1.14.2'));
      expect(bill).toEqual([]);
      expect(report.residuals).toEqual([]);
      expect(report.differences).toEqual([]);
    });
  });

  it('takes the price of an agent node from its exact text, not from the float beside it', async () => {
    const prices: Record<string, readonly string[]> = {};
    for (const version of ['1.4.3', '1.14.2']) {
      const build = worldBuilder(version);
      build.run(build.app('workflow', { name: 'flow' }), { nodes: [agent()] });
      const row = build.world.nodes[1]?.row ?? {};
      Object.assign(row, {
        execution_metadata: {
          ...Object(row['execution_metadata']),
          total_price: 0.0006850000000000001,
        },
      });
      prices[version] = (await readWorkspace(await serveWorld(build, version))).bill;
    }

    expect(prices).toEqual({
      '1.4.3': ['flow, 2026-10: 167, 0.0006850 USD'],
      '1.14.2': ['flow, 2026-10: 167, 0.0006800 USD'],
    });
  });

  it('bills rows that Dify has truncated, and what a retrieval spent', async () => {
    const build = worldBuilder('1.14.2');
    const app = build.app('workflow', { name: 'flow' });
    build.run(app, { nodes: [llm({ truncated: true }), retrieval()] });

    expect((await readWorkspace(await serveWorld(build, '1.14.2'))).bill).toEqual([
      'flow, 2026-10: 39, 0.0001650 USD',
    ]);
  });

  it('bills tokens without a price and names them', async () => {
    const build = worldBuilder('1.14.2');
    build.run(build.app('workflow', { name: 'flow' }), { nodes: [llm()] });
    Object.assign(build.world.nodes[1]?.row ?? {}, { execution_metadata: { total_tokens: 15 } });

    const { bill, report } = await readWorkspace(await serveWorld(build, '1.14.2'));
    expect(bill).toEqual(['flow, 2026-10: 15, 0.0000000 USD']);
    expect(report.residuals).toMatchObject([{ cause: 'price_unknown', tokens: 15, runs: 1 }]);
  });

  describe('of a workflow that calls another one as a tool', () => {
    const parentAndChild = (
      version: string,
      origin: 'service-api' | 'debugger' = 'service-api',
    ) => {
      const build = worldBuilder(version);
      const child = build.app('workflow', { name: 'child' });
      const parent = build.app('workflow', { name: 'parent' });
      const tool = workflowTool(child, llm({ promptTokens: 20, completionTokens: 10 }));
      childrenOf(build, build.run(parent, { origin, nodes: [llm(), tool] }).run);
      return { build, child, parent };
    };

    it.each(RECORDED_VERSIONS)('bills the child once in %s', async (version) => {
      const { build } = parentAndChild(version);

      const { bill, report } = await readWorkspace(await serveWorld(build, version));
      expect(bill).toEqual([
        'child, 2026-10: 30, 0.0001500 USD',
        'parent, 2026-10: 15, 0.0000750 USD',
      ]);
      expect(report.residuals).toEqual([]);
      expect(report.differences.filter(({ cause }) => cause === 'unexplained')).toEqual([]);
    });

    it('names what the child spent when it is not exported', async () => {
      const { build, parent } = parentAndChild('1.14.2');
      const other = build.app('workflow', { name: 'other' });

      const { bill, report } = await readWorkspace(await serveWorld(build, '1.14.2'), {
        appIds: [parent.id, other.id],
      });
      expect(bill).toEqual(['parent, 2026-10: 15, 0.0000750 USD']);
      expect(report.residuals).toEqual([
        {
          appId: parent.id,
          bucket: '2026-10',
          cause: 'child_app_not_exported',
          tokens: 30,
          runs: 1,
        },
      ]);
    });

    it('finds each of several equal children', async () => {
      const build = worldBuilder('1.14.2');
      const child = build.app('workflow', { name: 'child' });
      const parent = build.app('workflow', { name: 'parent' });
      const nodes = [workflowTool(child, llm()), workflowTool(child, llm())];
      childrenOf(build, build.run(parent, { nodes }).run);
      childrenOf(build, build.run(parent, { at: '2026-10-05T10:01:00Z', nodes }).run);

      const dify = await serveWorld(build, '1.14.2');
      expect((await readWorkspace(dify)).report.residuals).toEqual([]);
      expect((await readWorkspace(dify, { appIds: [parent.id] })).report.residuals).toMatchObject([
        { cause: 'child_app_not_exported', tokens: 60, runs: 4 },
      ]);
    });

    it.each([
      ['1.9.2', { runs: 1, tokens: 30 }],
      ['1.11.4', { runs: 0, tokens: 0 }],
    ])('counts in %s a child of a debugger run as may be debug', async (version, maybeDebug) => {
      const { build } = parentAndChild(version, 'debugger');

      const { bill, report } = await readWorkspace(await serveWorld(build, version));
      expect(bill).toHaveLength(maybeDebug.runs);
      expect(report.maybeDebug).toEqual(maybeDebug);
    });
  });
});

/** As recorded: a child run is made by the very end user, or account, of its parent. */
function childrenOf({ world }: WorldBuilder, { appId, createdBy, createdByRole }: WorldRun): void {
  for (const row of [...world.runs, ...world.logs]) {
    if (row.appId !== appId) Object.assign(row, { createdBy, createdByRole });
  }
}

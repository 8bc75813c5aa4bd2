import { describe, expect, it } from 'vitest';
import { fetchRunUsage } from '../../src/dify/node-executions.ts';
import type { ListedRun, RunUsage } from '../../src/usage/run-usage.ts';
import { type WorldBuilder, worldBuilder } from '../support/fake-dify/builders.ts';
import {
  agent,
  classifier,
  extractor,
  iteration,
  llm,
  loop,
  type NodeSpec,
  retrieval,
  workflowTool,
} from '../support/fake-dify/node-spec.ts';
import type { WorldApp, WorldRun } from '../support/fake-dify/world.ts';
import { serveDify, signInTo } from '../support/session.ts';

const AT = '2026-10-05T10:00:00Z';
const VERSIONS = ['0.15.3', '1.4.3', '1.8.1', '1.9.1', '1.9.2', '1.10.1', '1.11.4', '1.14.2'];

const listed = (run: WorldRun): ListedRun => ({
  id: run.id,
  startedAt: Date.parse(AT),
  status: run.status,
  countedTokens: 0,
  inStatistics: true,
  creatorId: 'creator',
  mayBeDebugChild: false,
});

async function read(
  build: WorldBuilder,
  app: WorldApp,
  run: WorldRun,
  version: string,
): Promise<RunUsage | undefined> {
  const fake = await serveDify({ version, world: build.world });
  return fetchRunUsage(await signInTo(fake), app.id, listed(run));
}

async function usageOf(nodes: readonly NodeSpec[], version = '1.14.2'): Promise<RunUsage> {
  const build = worldBuilder(version);
  const app = build.app('workflow');
  const { run } = build.run(app, { at: AT, nodes });
  const usage = await read(build, app, run, version);
  if (usage === undefined) throw new Error('The run has no rows');
  return usage;
}

/** A run of one row, whose fields are replaced by those given. */
async function usageOfRow(fields: Record<string, unknown>): Promise<RunUsage | undefined> {
  const build = worldBuilder('1.14.2');
  const app = build.app('workflow');
  const { run } = build.run(app, { at: AT, nodes: [llm()] });
  const { nodes } = build.world;
  nodes.splice(0, nodes.length, ...nodes.filter(({ row }) => row['node_type'] === 'llm'));
  for (const node of nodes) Object.assign(node.row, fields);
  return read(build, app, run, '1.14.2');
}

const tokensAndUnits = ({ events }: RunUsage) =>
  events.map(({ totalTokens, cost }) => [totalTokens, cost.units]);

describe('fetchRunUsage', () => {
  it.each(VERSIONS)('tells what a model node of %s spent', async (version) => {
    const usage = await usageOf([llm({ promptTokens: 1042, completionTokens: 187 })], version);

    expect(usage).toMatchObject({
      events: [
        {
          startedAt: Date.parse(AT),
          totalTokens: 1229,
          cost: { currency: 'USD', units: 44_750n },
          model: 'gpt-4o',
        },
      ],
      containerTokens: 0,
      hasFailedNode: false,
      hasFailedContainer: false,
      toolCalls: [],
      unpricedTokens: 0,
      creatorId: 'creator',
    });
    expect(usage.events[0]?.provider).toBe(
      version === '0.15.3' ? 'openai_api_compatible' : 'langgenius/openai/openai',
    );
  });

  it.each([
    ['0.15.3', undefined],
    ['1.4.3', 'gpt-4o'],
    ['1.14.2', 'gpt-4o'],
  ])('knows the model of classifiers and extractors of %s: %s', async (version, model) => {
    const { events } = await usageOf([classifier(), extractor()], version);

    expect(events.map((event) => [event.totalTokens, event.model])).toEqual([
      [15, model],
      [15, model],
    ]);
  });

  it.each(VERSIONS)(
    'counts the rows in containers of %s and not the containers',
    async (version) => {
      const round = [llm({ price: '0.0000100' })];

      const usage = await usageOf(
        [
          llm({ price: '0.0000100' }),
          iteration(round, round, round),
          ...(version === '0.15.3' ? [] : [loop(round, round)]),
        ],
        version,
      );

      const rounds = version === '0.15.3' ? 4 : 6;
      expect(tokensAndUnits(usage)).toEqual(Array(rounds).fill([15, 100n]));
      expect(usage.containerTokens).toBe(version === '1.9.1' ? 0 : (rounds - 1) * 15);
    },
  );

  it.each(['1.4.3', '1.8.1', '1.14.2'])('tells what an agent node of %s spent', async (version) => {
    const usage = await usageOf([agent({ totalTokens: 167, price: 0.00068 })], version);

    expect(tokensAndUnits(usage)).toEqual([[167, 6800n]]);
    expect(usage.events[0]?.model).toBe('gpt-4o');
  });

  it('takes the exact price of an agent where there is one', async () => {
    const usage = await usageOfRow({
      node_type: 'agent',
      process_data: null,
      outputs: { text: 'x', usage: { total_price: '0.0210001' } },
      execution_metadata: {
        total_tokens: 5120,
        total_price: 0.020999999999999998,
        currency: 'USD',
      },
    });

    expect(usage && tokensAndUnits(usage)).toEqual([[5120, 210_001n]]);
  });

  it.each([
    ['no outputs', null],
    ['a number', { usage: { total_price: 0.5 } }],
    ['a text', { usage: { total_price: 'free' } }],
    ['a negative text', { usage: { total_price: '-1' } }],
    ['another shape', { usage: [1] }],
    ['a list', [{ usage: { total_price: '9' } }]],
  ])('rounds the float price of an agent that has %s beside it', async (_, outputs) => {
    const usage = await usageOfRow({
      node_type: 'agent',
      outputs,
      execution_metadata: { total_tokens: 5120, total_price: 0.020999999999999998 },
    });

    expect(usage && tokensAndUnits(usage)).toEqual([[5120, 210_000n]]);
  });

  it('does not take the price from what any other node puts out', async () => {
    const usage = await usageOfRow({
      outputs: { usage: { total_price: '99' } },
      execution_metadata: { total_tokens: 15, total_price: '0.0000750', currency: 'USD' },
    });

    expect(usage && tokensAndUnits(usage)).toEqual([[15, 750n]]);
  });

  it('tells what a knowledge retrieval spent', async () => {
    const usage = await usageOf([retrieval({ price: '0.0000900' })]);

    expect(tokensAndUnits(usage)).toEqual([[24, 900n]]);
  });

  it('counts a workflow used as a tool as a call, not as an event', async () => {
    const build = worldBuilder('1.14.2');
    const [parent, child] = [build.app('workflow'), build.app('workflow')];
    const { run } = build.run(parent, { at: AT, nodes: [llm(), workflowTool(child, llm())] });

    const usage = await read(build, parent, run, '1.14.2');

    expect(usage && tokensAndUnits(usage)).toEqual([[15, 750n]]);
    expect(usage?.toolCalls).toEqual([
      {
        runId: run.id,
        runStartedAt: Date.parse(AT),
        creatorId: run.createdBy,
        startedAt: Date.parse(AT),
        finishedAt: Date.parse(AT),
        totalTokens: 15,
        hasFailed: false,
      },
    ]);
  });

  it('does not know the tokens of a tool call before 1.9.2', async () => {
    const build = worldBuilder('1.8.1');
    const [parent, child] = [build.app('workflow'), build.app('workflow')];
    const { run } = build.run(parent, { at: AT, nodes: [workflowTool(child, llm())] });

    const usage = await read(build, parent, run, '1.8.1');

    expect(usage?.toolCalls).toMatchObject([{ totalTokens: undefined }]);
  });

  it('counts a tool that reports usage of its own', async () => {
    const usage = await usageOfRow({
      node_type: 'tool',
      execution_metadata: {
        tool_info: { provider_type: 'builtin', provider_id: 'x' },
        total_tokens: 12,
        total_price: '0.0000010',
        currency: 'USD',
      },
    });

    expect(usage && tokensAndUnits(usage)).toEqual([[12, 10n]]);
    expect(usage?.toolCalls).toEqual([]);
  });

  it('counts neither nodes without usage nor failed attempts, and says that there were some', async () => {
    const usage = await usageOf([llm({ status: 'failed' })], '1.8.1');

    expect(usage.events).toEqual([]);
    expect(usage.hasFailedNode).toBe(true);
  });

  it('counts a failed node that has usage', async () => {
    const usage = await usageOfRow({ status: 'failed' });

    expect(usage?.events).toHaveLength(1);
    expect(usage?.hasFailedNode).toBe(true);
    expect(usage?.hasFailedContainer).toBe(false);
  });

  it('says when a container failed', async () => {
    const usage = await usageOfRow({ node_type: 'iteration', status: 'failed' });

    expect(usage).toMatchObject({ events: [], containerTokens: 15, hasFailedContainer: true });
  });

  it('counts the tokens that have no price', async () => {
    const usage = await usageOfRow({ execution_metadata: { total_tokens: 900 } });

    expect(usage).toMatchObject({ events: [{ totalTokens: 900 }], unpricedTokens: 900 });
  });

  it('counts a price without tokens', async () => {
    const usage = await usageOfRow({
      execution_metadata: { total_tokens: 0, total_price: '0.0000001', currency: 'USD' },
    });

    expect(usage && tokensAndUnits(usage)).toEqual([[0, 1n]]);
  });

  it.each([
    ['0E-7', 0n],
    ['1E-7', 1n],
    ['2.5E-6', 25n],
    ['0.0044750', 44_750n],
    ['0.0', 0n],
    [1e-7, 1n],
    [0.00068, 6800n],
    [12, 120_000_000n],
    ['123456789.1234567', 1_234_567_891_234_567n],
  ])('reads the price %j', async (price, units) => {
    const usage = await usageOfRow({
      execution_metadata: { total_tokens: 1, total_price: price, currency: 'USD' },
    });

    expect(usage?.events[0]?.cost.units).toBe(units);
  });

  it.each([
    ['RMB', 'CNY'],
    ['usd', 'USD'],
    ['JPY', 'JPY'],
    ['', 'USD'],
    [null, 'USD'],
    [undefined, 'USD'],
  ])('writes the currency %j as %s', async (currency, code) => {
    const usage = await usageOfRow({
      execution_metadata: { total_tokens: 1, total_price: '1', currency },
    });

    expect(usage?.events[0]?.cost.currency).toBe(code);
  });

  it.each([
    ['null', null],
    ['a text', 'done'],
    ['a number', 7],
    ['a list', [[]]],
    ['usage null', { usage: null }],
    ['usage of a list', { usage: [] }],
    ['usage of a text', { usage: 'much' }],
    ['a deep nest', { usage: { total_price: { deep: { deeper: [{}] } } } }],
    ['a __proto__', JSON.parse('{"__proto__":{"usage":{"total_price":"9"}},"constructor":1}')],
  ])('takes outputs and process data as they come: %s', async (_, value) => {
    const usage = await usageOfRow({ outputs: value, process_data: value });

    expect(usage && tokensAndUnits(usage)).toEqual([[15, 750n]]);
    expect(usage?.events[0]?.model).toBeUndefined();
  });

  it.each([null, {}])('takes metadata of %j for no usage', async (metadata) => {
    expect(await usageOfRow({ execution_metadata: metadata })).toMatchObject({ events: [] });
  });

  it('keeps nothing of five megabytes of text', async () => {
    const text = 'secret '.repeat(700_000);

    const usage = await usageOfRow({
      inputs: { prompt: text },
      outputs: { text, usage: { total_price: '9' } },
      process_data: { prompts: [text], model_provider: 'openai', model_name: 'gpt-4o' },
    });

    const kept = JSON.stringify(usage, (_, value) =>
      typeof value === 'bigint' ? `${value}` : value,
    );
    expect(kept).not.toContain('secret');
    expect(kept.length).toBeLessThan(1000);
    expect(usage?.events[0]).toMatchObject({ totalTokens: 15, model: 'gpt-4o' });
  });

  it.each(['0.15.3', '1.14.2'])('gives nothing for a run that %s has deleted', async (version) => {
    const build = worldBuilder(version);
    const app = build.app('workflow');
    const { run } = build.run(app, { nodes: [llm()] });
    build.deleteRun(run);

    expect(await read(build, app, run, version)).toBeUndefined();
  });

  it('counts what a stopped run had spent, which says 0 tokens for ever', async () => {
    const build = worldBuilder('1.14.2');
    const app = build.app('workflow');
    const { run } = build.run(app, {
      outcome: 'stopped',
      nodes: [llm(), llm({ status: 'running' })],
    });

    const usage = await read(build, app, run, '1.14.2');

    expect(run).toMatchObject({ status: 'running', totalTokens: 0 });
    expect(usage && tokensAndUnits(usage)).toEqual([[15, 750n]]);
  });
});

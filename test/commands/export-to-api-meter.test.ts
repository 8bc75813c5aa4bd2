import { describe, expect, it, onTestFinished } from 'vitest';
import { exportExitCodes } from '../../src/cli/export-exit-codes.ts';
import { summarizeExport } from '../../src/cli/export-summary.ts';
import type { ExportResult } from '../../src/commands/export-usage.ts';
import { mostUrgent } from '../../src/exit-code.ts';
import { sayInEnglish } from '../../src/language/say.ts';
import { OWNER, type WorldBuilder, worldBuilder } from '../support/fake-dify/builders.ts';
import { llm, type ModelNode } from '../support/fake-dify/node-spec.ts';
import { startFakeDify } from '../support/fake-dify/server.ts';
import type { World } from '../support/fake-dify/world.ts';
import { startFakeReceiver } from '../support/fake-receiver.ts';
import { type DryRunOptions, dryRun, exportTo } from '../support/in-process.ts';
import { temporaryDirectory } from '../support/temporary-directory.ts';

const VERSION = '1.14.2';
const AFTERWARDS = () => Date.parse('2026-11-02T00:00:00Z');
const API_METER = {
  format: { kind: 'api-meter', tenantId: '5b0e4d1a-7c22-4f6b-9a3e-0d8f6c1b2a47' },
  mode: 'per_model',
  aggregation: 'daily',
  password: OWNER.password,
} as const;

type Run = { readonly at: string; readonly app?: string; readonly call?: Partial<ModelNode> };

/** Workflow apps, each a run of one model call: 10 prompt and 5 completion tokens for 0.000075 USD. */
function workflows(runs: readonly Run[]): WorldBuilder {
  const build = worldBuilder(VERSION);
  const apps = new Map<string, ReturnType<WorldBuilder['app']>>();
  for (const { at, app: name = 'Support', call = {} } of runs) {
    const app = apps.get(name) ?? build.app('workflow', { name });
    apps.set(name, app);
    build.run(app, { at, nodes: [llm(call)] });
  }
  return build;
}

async function start(build: WorldBuilder) {
  let now: () => number = AFTERWARDS;
  const dify = await startFakeDify({ version: VERSION, world: build.world, now: () => now() });
  const receiver = await startFakeReceiver({ token: 'token' });
  onTestFinished(async () => {
    await Promise.all([dify.close(), receiver.close()]);
  });
  const stateDir = await temporaryDirectory();
  const run = (options: Partial<DryRunOptions> = {}) => {
    now = options.now ?? AFTERWARDS;
    return exportTo(dify, receiver, { ...API_METER, stateDir, ...options, now });
  };
  return { dify, receiver, run };
}

/** What was paid in yen by mistake of a plugin's price list. */
function payInRmb({ nodes }: World, position: number): void {
  const paid = nodes.filter(({ row }) => row['execution_metadata'] !== null);
  const row = paid.filter(({ row: { node_type } }) => node_type === 'llm')[position]?.row;
  if (row === undefined) throw new Error('There is no such row');
  row['execution_metadata'] = { ...Object(row['execution_metadata']), currency: 'RMB' };
}

const statusOf = (result: ExportResult) => mostUrgent(exportExitCodes(result));

describe('an export to API_Meter', () => {
  it('sends one record for each day, provider and model of the whole workspace', async () => {
    const { receiver, run } = await start(
      workflows([
        { at: '2026-10-05T10:00:00.250Z', app: 'Support' },
        { at: '2026-10-05T11:00:00.250Z', app: 'Sales' },
        { at: '2026-10-06T10:00:00.250Z', app: 'Sales' },
        { at: '2026-10-06T10:05:00.250Z', call: { model: 'deepseek-chat' } },
      ]),
    );

    const result = await run();

    expect(statusOf(result)).toBe(0);
    expect(receiver.rows('records')).toMatchObject([
      {
        usage_date: '2026-10-05',
        provider: 'openai',
        model: 'gpt-4o',
        input_tokens: 20,
        output_tokens: 10,
        total_tokens: 30,
        request_count: 2,
        cost_actual: 0.00015,
        currency: 'USD',
      },
      {
        usage_date: '2026-10-06',
        provider: 'deepseek',
        model: 'deepseek-chat',
        total_tokens: 15,
        cost_actual: 0.00006,
        currency: 'CNY',
      },
      { usage_date: '2026-10-06', provider: 'openai', model: 'gpt-4o', total_tokens: 15 },
    ]);
    expect(receiver.requests).toHaveLength(1);
  });

  it('changes nothing when it is repeated', async () => {
    const { receiver, run } = await start(workflows([{ at: '2026-10-05T10:00:00.250Z' }]));

    await run();
    const before = receiver.rows('records');
    await run({ now: () => Date.parse('2026-11-20T00:00:00Z'), force: true });

    const [first, second] = receiver.requests;
    expect(second?.body).toBe(first?.body);
    expect(second?.idempotencyKey).toBe(first?.idempotencyKey);
    expect(receiver.rows('records')).toEqual(before);
  });

  it('sends the bytes that a dry run shows', async () => {
    const { dify, receiver, run } = await start(workflows([{ at: '2026-10-05T10:00:00.250Z' }]));

    const { reading } = await dryRun(dify, { ...API_METER, now: AFTERWARDS });
    await run();

    if (reading.kind === 'failed') throw reading.error;
    expect(receiver.requests.map(({ body }) => body)).toEqual(
      reading.bodies.map(({ body }) => body),
    );
  });

  it('sends nothing while an app cannot be read, since every day may lack it', async () => {
    const build = workflows([
      { at: '2026-10-05T10:00:00.250Z', app: 'Support' },
      { at: '2026-10-06T10:00:00.250Z', app: 'Sales' },
    ]);
    const { dify, receiver, run } = await start(build);
    const [support] = build.world.apps;
    dify.addFault({
      path: new RegExp(`/apps/${support?.id}/`),
      times: 1000,
      action: { kind: 'answer', status: 503 },
    });

    const result = await run();

    expect(statusOf(result)).toBe(69);
    expect(receiver.requests).toEqual([]);
    expect(summarizeExport(result, sayInEnglish)).toContain(
      'Warning: Nothing of this period is sent: API_Meter overwrites whole days,',
    );
  });

  it('refuses by name what was paid in two currencies, and sends the rest', async () => {
    const build = workflows([
      { at: '2026-10-05T10:00:00.250Z' },
      { at: '2026-10-05T11:00:00.250Z' },
      { at: '2026-10-06T10:00:00.250Z' },
    ]);
    payInRmb(build.world, 1);
    const { receiver, run } = await start(build);

    const result = await run();

    expect(statusOf(result)).toBe(65);
    expect(receiver.rows('records')).toMatchObject([{ usage_date: '2026-10-06' }]);
    expect(summarizeExport(result, sayInEnglish)).toContain(
      'Warning: 2026-10-05, openai gpt-4o: 30 tokens are not sent, because they were paid in CNY and USD,',
    );
  });

  it('sends an open day, which the whole day overwrites later', async () => {
    const build = workflows([{ at: '2026-10-05T10:00:00.250Z' }]);
    const { receiver, run } = await start(build);
    const [app] = build.world.apps;
    if (app === undefined) throw new Error('There is no app');

    const first = await run({ now: () => Date.parse('2026-10-05T12:00:00Z'), period: 'today' });
    expect(summarizeExport(first, sayInEnglish)).toContain(', provisional: 1 of 1 apps read');
    expect(receiver.rows('records')).toMatchObject([{ total_tokens: 15 }]);

    build.run(app, { at: '2026-10-05T22:00:00.250Z', nodes: [llm()] });
    await run({ now: () => Date.parse('2026-10-06T12:00:00Z'), period: 'yesterday' });
    expect(receiver.rows('records')).toMatchObject([{ total_tokens: 30 }]);
  });

  it('has the same key for an open month in which nothing new happened', async () => {
    const { receiver, run } = await start(workflows([{ at: '2026-10-05T10:00:00.250Z' }]));

    await run({ now: () => Date.parse('2026-10-06T12:00:00Z'), period: 'current_month' });
    const later = { now: () => Date.parse('2026-10-07T12:00:00Z'), period: 'current_month' };
    await run(later);
    expect(receiver.requests).toHaveLength(1);
    await run({ ...later, force: true });

    const [first, second] = receiver.requests;
    expect(second?.idempotencyKey).toBe(first?.idempotencyKey);
    expect(second?.body).not.toBe(first?.body);
  });

  it('keeps what it could not deliver, and a newer export replaces it', async () => {
    const build = workflows([{ at: '2026-10-05T10:00:00.250Z' }]);
    const { receiver, run } = await start(build);
    const [app] = build.world.apps;
    if (app === undefined) throw new Error('There is no app');

    receiver.always({ status: 503 });
    expect(statusOf(await run())).toBe(75);

    build.run(app, { at: '2026-10-05T22:00:00.250Z', nodes: [llm()] });
    receiver.always(undefined);
    expect(statusOf(await run())).toBe(0);
    expect(receiver.requests).toHaveLength(2);
    expect(receiver.rows('records')).toMatchObject([{ total_tokens: 30 }]);
  });

  it('keeps what waits for one tenant when another one is exported', async () => {
    const { receiver, run } = await start(workflows([{ at: '2026-10-05T10:00:00.250Z' }]));
    receiver.always({ status: 503 });

    await run();
    const { delivery } = await run({
      format: { kind: 'api-meter', tenantId: '00000000-0000-4000-8000-000000000001' },
    });

    expect(delivery?.deferred?.entriesKept).toBe(2);
  });
});

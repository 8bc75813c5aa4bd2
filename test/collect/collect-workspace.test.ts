import { describe, expect, it } from 'vitest';
import { readWorkspace, serveWorld } from '../support/collect.ts';
import { type WorldBuilder, worldBuilder } from '../support/fake-dify/builders.ts';
import { iteration, llm } from '../support/fake-dify/node-spec.ts';

const VERSIONS = ['0.15.3', '1.9.1', '1.14.2'] as const;

describe('collectWorkspace', () => {
  it.each(VERSIONS)('reads single days in %s that add up to the month', async (version) => {
    const dify = await serveWorld(busyWorld(version), version);

    const month = await readWorkspace(dify);
    const days = await readWorkspace(dify, { aggregation: 'daily' });
    expect(sumOfDays(days.bill)).toEqual(month.bill);
    expect(days.bill.length).toBeGreaterThan(month.bill.length);

    const singleDays: string[] = [];
    for (const { start, end } of DAYS) {
      singleDays.push(...(await readWorkspace(dify, { start, end, aggregation: 'daily' })).bill);
    }
    expect(singleDays.sort()).toEqual([...days.bill].sort());
  });

  it.each(VERSIONS)(
    'reads the same in %s in whatever order Dify lists its rows',
    async (version) => {
      const world = busyWorld(version);
      const dify = await serveWorld(world, version);
      const expected = await readWorkspace(dify, { aggregation: 'daily' });

      const { apps, runs, logs, messages, conversations } = world.world;
      for (const rows of [apps, runs, logs, messages, conversations]) reverse(rows);
      for (const [index, app] of apps.entries()) app.createdAtUs += index * 60_000_000;

      for (const concurrency of [1, 4]) {
        const { bill, report } = await readWorkspace(dify, { aggregation: 'daily', concurrency });
        expect(bill).toEqual(expected.bill);
        expect(report.residuals).toEqual(expected.report.residuals);
        expect(report.differences).toEqual(expected.report.differences);
      }
    },
  );

  it('bills chat, agent-chat and completion apps from the statistics', async () => {
    const build = worldBuilder('1.14.2');
    for (const mode of ['chat', 'agent-chat', 'completion']) {
      const app = build.app(mode);
      build.message(app, { promptTokens: 100, completionTokens: 50, price: '0.0000003' });
      build.message(app, { origin: 'debugger' });
    }

    expect((await readWorkspace(await serveWorld(build, '1.14.2'))).bill).toEqual([
      'chat, 2026-10: 150, 0.0000003 USD',
      'agent-chat, 2026-10: 150, 0.0000003 USD',
      'completion, 2026-10: 150, 0.0000003 USD',
    ]);
  });

  it('bills tokens whose price Dify does not know, and names them', async () => {
    const build = worldBuilder('1.14.2');
    build.message(build.app('chat'), { promptTokens: 100, completionTokens: 50 });
    const row = { date: '2026-10-05', token_count: 150, total_price: null, currency: 'USD' };

    const dify = await serveWorld(build, '1.14.2', [
      { path: /token-costs/, action: { kind: 'rewrite', toBody: () => ({ data: [row] }) } },
    ]);
    const { bill, report } = await readWorkspace(dify);
    expect(bill).toEqual(['chat, 2026-10: 150, 0.0000000 USD']);
    expect(report.residuals).toMatchObject([{ cause: 'price_unknown', tokens: 150, runs: 0 }]);
  });

  it('bills the agent apps of a newer Dify from the statistics', async () => {
    const build = worldBuilder('1.15.0');
    build.message(build.app('agent'), { promptTokens: 100, completionTokens: 50, price: '0.5' });

    expect((await readWorkspace(await serveWorld(build, '1.15.0'))).bill).toEqual([
      'agent, 2026-10: 150, 0.5000000 USD',
    ]);
  });

  it('gives a chat app the currency that node rows of its model show anywhere', async () => {
    const build = worldBuilder('1.14.2');
    build.message(build.app('chat', { model: 'deepseek-chat' }), { price: '0.5000000' });
    build.run(build.app('workflow'), { nodes: [llm({ model: 'deepseek-chat' })] });

    const { bill, report } = await readWorkspace(await serveWorld(build, '1.14.2'));
    expect(bill).toEqual([
      'chat, 2026-10: 15, 0.5000000 CNY',
      'workflow, 2026-10: 15, 0.0000600 CNY',
    ]);
    expect(report.assumptions).toEqual([]);
  });

  it('bills once what lies in the hour that clocks pass twice, and says so', async () => {
    const build = worldBuilder('1.14.2', { timeZone: 'America/New_York' });
    const app = build.app('chat', { name: 'chat' });
    // Midnight in Chicago is 01:00 in New York, which comes twice on this day.
    for (const at of ['2026-11-01T04:30:00Z', '2026-11-01T05:30:00Z', '2026-11-01T06:30:00Z']) {
      build.message(app, { at, price: '0.0000010' });
    }
    build.message(app, { at: '2026-11-01T12:00:00Z', price: '0.0000010' });

    const dify = await serveWorld(build, '1.14.2');
    const days = { timeZone: 'America/Chicago', aggregation: 'daily' } as const;
    const [october, november] = [
      { start: '2026-10-31T05:00:00Z', end: '2026-11-01T05:00:00Z' },
      { start: '2026-11-01T05:00:00Z', end: '2026-11-02T06:00:00Z' },
    ];
    const both = await readWorkspace(dify, { ...days, start: october.start, end: november.end });
    const first = await readWorkspace(dify, { ...days, ...october });
    const second = await readWorkspace(dify, { ...days, ...november });

    expect([...first.bill, ...second.bill]).toEqual(both.bill);
    expect(tokensOf(both.bill)).toBe(60);
    expect(both.report.assumptions).toContainEqual(
      expect.objectContaining({ kind: 'bucket', bucket: '2026-10-31' }),
    );
    // What the other run bills is none of this one's assumptions.
    expect(second.report.assumptions.filter(({ kind }) => kind === 'bucket')).toEqual([]);
  });

  it('says that it assumes a currency that nothing shows', async () => {
    const build = worldBuilder('1.14.2');
    build.message(build.app('chat', { model: 'deepseek-chat' }), { price: '0.5000000' });

    expect(
      (await readWorkspace(await serveWorld(build, '1.14.2'))).report.assumptions,
    ).toMatchObject([
      { kind: 'currency', currency: { currency: 'USD', basis: 'assumed', likelyRmb: true } },
    ]);
  });

  describe('of an app that cannot be read', () => {
    const FAILURES = [
      ['a 500', { kind: 'answer', status: 500, body: { code: 'unknown', message: '' } }],
      ['a gateway page', { kind: 'html', status: 502 }],
      ['no answer in time', { kind: 'hang' }],
      ['a broken connection', { kind: 'reset' }],
      ['an answer that is cut off', { kind: 'truncate' }],
      ['an answer of another shape', { kind: 'rewrite', toBody: () => ({ data: [{ id: 1 }] }) }],
      ['a role too low', { kind: 'answer', status: 403, body: { code: 'forbidden' } }],
    ] as const;

    it.each(FAILURES)('withholds it after %s and reads the others', async (_what, action) => {
      const build = worldBuilder('1.14.2');
      const good = build.app('workflow', { name: 'good' });
      const bad = build.app('workflow', { name: 'bad' });
      build.run(good, { nodes: [llm()] });
      build.run(bad, { nodes: [llm()] });
      const path = new RegExp(`^/apps/${bad.id}/workflow-runs/[^/]+/node-executions`);

      const dify = await serveWorld(build, '1.14.2', [{ path, times: 99, action }]);
      const { results, bill } = await readWorkspace(dify, { timeoutMs: 200 });
      expect(results.map(({ kind, app }) => [app.name, kind])).toEqual([
        ['good', 'complete'],
        ['bad', 'withheld'],
      ]);
      expect(bill).toEqual(['good, 2026-10: 15, 0.0000750 USD']);
    });

    it('withholds it whichever of its requests fails', async () => {
      for (const route of ['workflow-app-logs', 'workflow/statistics/token-costs']) {
        const build = worldBuilder('1.14.2');
        build.run(build.app('workflow'), { nodes: [llm()] });
        const action = { kind: 'html', status: 503 } as const;

        const dify = await serveWorld(build, '1.14.2', [
          { path: new RegExp(`/${route}`), times: 99, action },
        ]);
        expect((await readWorkspace(dify)).results).toMatchObject([{ kind: 'withheld' }]);
      }
    });

    it('reads it all the same when time helped', async () => {
      const build = worldBuilder('1.14.2');
      build.run(build.app('workflow', { name: 'flow' }), { nodes: [llm()] });

      const dify = await serveWorld(build, '1.14.2', [
        { path: /node-executions/, action: { kind: 'html', status: 502 } },
        { path: /workflow-app-logs/, action: { kind: 'reset' } },
        {
          path: /daily-conversations/,
          action: { kind: 'answer', status: 429, headers: { 'retry-after': '0' }, body: {} },
        },
      ]);
      expect((await readWorkspace(dify)).bill).toEqual(['flow, 2026-10: 15, 0.0000750 USD']);
    });
  });

  it('leaves out an app that is deleted while it is read', async () => {
    const build = worldBuilder('1.14.2');
    const app = build.app('workflow', { name: 'doomed' });
    build.run(app, { nodes: [llm()] });
    build.run(build.app('workflow', { name: 'other' }), { nodes: [llm()] });
    const action = {
      kind: 'run',
      after: () => void build.world.apps.splice(build.world.apps.indexOf(app), 1),
    } as const;

    const dify = await serveWorld(build, '1.14.2', [
      { path: new RegExp(`^/apps/${app.id}/workflow-app-logs`), action },
    ]);
    const { results, bill } = await readWorkspace(dify, { concurrency: 1 });
    expect(results.map(({ kind }) => kind)).toEqual(['gone', 'complete']);
    expect(bill).toEqual(['other, 2026-10: 15, 0.0000750 USD']);
  });

  it('ends when the session is refused for good', async () => {
    const build = worldBuilder('1.14.2');
    build.run(build.app('workflow'), { nodes: [llm()] });
    const body = { code: 'unauthorized', message: 'Account is banned.', status: 401 };
    const action = { kind: 'answer', status: 401, body } as const;

    const dify = await serveWorld(build, '1.14.2', [
      { path: /node-executions/, times: 99, action },
    ]);
    await expect(readWorkspace(dify)).rejects.toMatchObject({ problem: 'credentials' });
  });

  it('names an app of a mode that it does not know', async () => {
    const build = worldBuilder('1.14.2');
    build.app('hologram');

    expect((await readWorkspace(await serveWorld(build, '1.14.2'))).results).toMatchObject([
      { kind: 'not_covered', app: { mode: 'hologram' } },
    ]);
  });

  it('reads only the apps that are asked for', async () => {
    const build = worldBuilder('1.14.2');
    const [first, second] = [build.app('workflow', { name: 'first' }), build.app('workflow')];
    build.run(first, { nodes: [llm()] });
    build.run(second, { nodes: [llm()] });

    const dify = await serveWorld(build, '1.14.2');
    const { bill, results } = await readWorkspace(dify, { appIds: [first.id] });
    expect(results).toHaveLength(1);
    expect(bill).toEqual(['first, 2026-10: 15, 0.0000750 USD']);
    expect(dify.requests.some(({ path }) => path.includes(second.id))).toBe(false);
  });

  it('counts the apps that break the list of Dify, unless it was told which to read', async () => {
    const build = worldBuilder('1.10.1');
    const app = build.app('workflow', { name: 'good' });
    build.run(app, { nodes: [llm()] });
    build.app('workflow').brokenDraft = true;

    const dify = await serveWorld(build, '1.10.1');
    expect(await readWorkspace(dify)).toMatchObject({
      unlistableApps: 1,
      bill: ['good, 2026-10: 15, 0.0000750 USD'],
    });
    expect((await readWorkspace(dify, { appIds: [app.id] })).unlistableApps).toBe(0);
  });

  it.each(['__proto__', '=cmd|calc', '\u202eevil\u0007', '', '部署'.repeat(100)])(
    'reads an app of the name %j',
    async (name) => {
      const build = worldBuilder('1.14.2');
      build.run(build.app('workflow', { name }), { nodes: [llm()] });

      expect((await readWorkspace(await serveWorld(build, '1.14.2'))).bill).toEqual([
        `${name}, 2026-10: 15, 0.0000750 USD`,
      ]);
    },
  );

  it('reports how far it is, the last time when all is done', async () => {
    const build = worldBuilder('1.14.2');
    for (let index = 0; index < 3; index += 1) build.run(build.app('workflow'), { nodes: [llm()] });

    const { progress } = await readWorkspace(await serveWorld(build, '1.14.2'));
    expect(progress).toHaveLength(6);
    expect(progress.at(-1)).toEqual({ appsDone: 3, apps: 3, runsRead: 3 });
  });

  it('has no more requests under way than it may', async () => {
    const build = worldBuilder('1.8.1');
    for (let index = 0; index < 4; index += 1) {
      const app = build.app('advanced-chat');
      for (let run = 0; run < 4; run += 1) build.run(app, { nodes: [llm()] });
    }

    const dify = await serveWorld(build, '1.8.1', [
      { times: 999, action: { kind: 'delay', ms: 2 } },
    ]);
    await readWorkspace(dify, { concurrency: 3 });
    expect(Math.max(...dify.requests.map(({ inFlight }) => inFlight))).toBe(3);
  });
});

const DAYS = ['2026-10-05', '2026-10-06', '2026-10-07', '2026-10-31'].map((day) => ({
  start: `${day}T00:00:00Z`,
  end: new Date(Date.parse(`${day}T00:00:00Z`) + 86_400_000).toISOString(),
}));

/** Apps of all modes that are used around every midnight of a few days. */
function busyWorld(version: string): WorldBuilder {
  const build = worldBuilder(version);
  const chat = build.app('chat', { name: 'chat' });
  const flow = build.app('workflow', { name: 'flow' });
  const advanced = build.app('advanced-chat', { name: 'advanced' });
  const times = DAYS.flatMap(({ start, end }) => [
    start,
    `${start.slice(0, 11)}12:30:00.400Z`,
    new Date(Date.parse(end) - 300).toISOString(),
  ]);
  for (const [index, at] of times.entries()) {
    const promptTokens = 10 + index;
    const user = `user-${index % 3}`;
    // The time of a message is rounded, so that the last one of a day would be of the next.
    const messageAt = at.endsWith('.700Z') ? at.replace('.700Z', '.200Z') : at;
    build.message(chat, { at: messageAt, user, promptTokens });
    build.run(flow, { at, user, nodes: [llm({ promptTokens }), iteration([llm()], [llm()])] });
    build.run(advanced, { at, user, nodes: [llm({ promptTokens, model: 'deepseek-chat' })] });
  }
  return build;
}

/** Adds up lines like `chat, 2026-10-05: 15, 0.0000750 USD` to those of the month. */
function sumOfDays(lines: readonly string[]): string[] {
  const sums = new Map<string, { tokens: number; units: bigint }>();
  for (const line of lines) {
    const [, name = '', tokens = '', price = '', currency = ''] =
      /^(.*), 2026-10-\d\d: (\d+), ([\d.]+) ([A-Z]+)$/.exec(line) ?? [];
    const key = `${name} ${currency}`;
    const sum = sums.get(key) ?? { tokens: 0, units: 0n };
    sums.set(key, {
      tokens: sum.tokens + Number(tokens),
      units: sum.units + BigInt(price.replace('.', '')),
    });
  }
  return [...sums].map(([key, { tokens, units }]) => {
    const [name, currency] = key.split(' ');
    const digits = units.toString().padStart(8, '0');
    return `${name}, 2026-10: ${tokens}, ${digits.slice(0, -7)}.${digits.slice(-7)} ${currency}`;
  });
}

function tokensOf(lines: readonly string[]): number {
  return lines.reduce((sum, line) => sum + Number(/: (\d+),/.exec(line)?.[1]), 0);
}

function reverse(rows: unknown[]): void {
  rows.reverse();
}

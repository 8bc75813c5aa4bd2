import { describe, expect, it } from 'vitest';
import { type WorldBuilder, worldBuilder } from '../support/fake-dify/builders.ts';
import type { FaultAction } from '../support/fake-dify/faults.ts';
import { iteration, llm } from '../support/fake-dify/node-spec.ts';
import type { FakeDify } from '../support/fake-dify/server.ts';
import type { WorldApp, WorldConversation } from '../support/fake-dify/world.ts';
import { type Stage, startStage } from '../support/stage.ts';
import { storedFigures } from '../support/stored-figures.ts';
import { temporaryDirectory } from '../support/temporary-directory.ts';

const OCTOBER = ['export', '--period', '2026-10', '--timezone', 'Asia/Tokyo'];
const ALWAYS = Number.POSITIVE_INFINITY;

describe('story 5, Dify 1.8 → 1.12 → newer overnight', () => {
  it('needs no change of configuration, and one login a run', async () => {
    const stateDir = await temporaryDirectory();

    for (const version of ['1.8.1', '1.12.1', '1.15.0']) {
      const stage = await startStage({ version, world: oneAppOfEachMode(version), stateDir });

      const run = await stage.run([...OCTOBER, '--json']);

      expect(JSON.parse(run.stdout)).toMatchObject({ status: 0, dify: { version } });
      expect(warningsOf(run.stdout).includes('dify_version_unknown')).toBe(version === '1.15.0');
      expect(countLogins(stage.dify)).toBe(1);
      expect(storedFigures(stage.receiver)).toEqual([
        '2026-10 advanced 15 0.0000750 USD',
        '2026-10 chat 15 0.0000750 USD',
        '2026-10 workflow 15 0.0000750 USD',
      ]);
    }
  });

  it('takes a shape that is not known for a failure, never for zero', async () => {
    const version = '1.15.0';
    const stage = await startStage({ version, world: oneAppOfEachMode(version) });
    for (const path of [/\/statistics\/token-costs/, /\/node-executions/]) {
      stage.dify.addFault({ path, times: ALWAYS, action: { kind: 'rewrite', toBody: renameAll } });
    }

    const run = await stage.run([...OCTOBER, '--mode', 'both', '--json']);

    expect(run.status).toBe(69);
    const { apps } = JSON.parse(run.stdout);
    expect(apps).toMatchObject(
      Array.from({ length: 3 }, () => ({ result: 'withheld', error: { code: 'contract' } })),
    );
    expect(stage.receiver.requests).toEqual([]);
  });
});

/** As if the next version had renamed every field. */
function renameAll(body: unknown): unknown {
  return { data: [{ renamed: body }] };
}

function oneAppOfEachMode(version: string) {
  const build = worldBuilder(version);
  build.run(build.app('workflow', { name: 'workflow' }), { nodes: [llm()] });
  build.run(build.app('advanced-chat', { name: 'advanced' }), { nodes: [llm()] });
  build.message(build.app('chat', { name: 'chat', model: 'gpt-4o' }));
  return build.world;
}

describe('story 6, password rotated', () => {
  it('costs one attempt, until the password changes', async () => {
    const stage = await startStage({ world: oneAppOfEachMode('1.14.2') });
    const old = { env: { DIFY_PASSWORD: 'rotated-away-1' } };

    const first = await stage.run(OCTOBER, old);
    expect(first).toMatchObject({ status: 77, stdout: '' });
    expect(first.stderr).toContain('DIFY_PASSWORD');
    expect(countLogins(stage.dify)).toBe(1);

    for (const args of [OCTOBER, OCTOBER, [...OCTOBER, '--dry-run']]) {
      const again = await stage.run(args, old);
      expect(again).toMatchObject({ status: 77, stdout: '' });
      expect(again.stderr).toContain('DIFY_PASSWORD');
      expect(again.stderr).toContain('--force-login');
    }
    expect(countLogins(stage.dify)).toBe(1);

    expect(await stage.run([...OCTOBER, '--force-login'], old)).toMatchObject({ status: 77 });
    expect(countLogins(stage.dify)).toBe(2);

    expect(await stage.run(OCTOBER)).toMatchObject({ status: 0 });
    expect(countLogins(stage.dify)).toBe(3);
    expect(storedFigures(stage.receiver)).toHaveLength(3);
  });
});

describe('story 15, slow or limiting Dify', () => {
  it('is waited for as it asks, gets fewer requests at once, and is read whole', async () => {
    const quiet = await startStage({ world: manyRuns('1.14.2').build.world });
    await quiet.run(OCTOBER);
    const limit: FaultAction = { kind: 'answer', status: 429, headers: { 'retry-after': '2' } };
    const stage = await startStage({
      world: manyRuns('1.14.2').build.world,
      faults: [
        { path: /node-executions/, times: ALWAYS, action: { kind: 'delay', ms: 20 } },
        { path: /node-executions/, skip: 20, action: limit },
        { path: /node-executions/, skip: 60, times: 2, action: { kind: 'html', status: 502 } },
      ],
    });

    const run = await stage.run(OCTOBER, { waits: 'real' });

    expect(run).toMatchObject({ status: 0, stdout: '', stderr: '' });
    expect(storedFigures(quiet.receiver)).toEqual(['2026-10 busy 1950 0.0097500 USD']);
    expect(storedFigures(stage.receiver)).toEqual(storedFigures(quiet.receiver));
    const pause = longestPause(stage.dify);
    expect(pause.ms).toBeGreaterThanOrEqual(1900);
    expect(Math.max(...pause.inFlightBefore)).toBe(8);
    expect(Math.max(...pause.inFlightAfter)).toBe(4);
  });

  it('that answers with one page of HTML is asked again', async () => {
    const stage = await startStage({ world: manyRuns('1.14.2').build.world });
    stage.dify.addFault({ path: /token-costs/, action: { kind: 'html', status: 200 } });

    expect(await stage.run(OCTOBER)).toMatchObject({ status: 0, stdout: '', stderr: '' });
    expect(storedFigures(stage.receiver)).toEqual(['2026-10 busy 1950 0.0097500 USD']);
  });

  it('that answers with nothing but pages of HTML is not taken for an empty one', async () => {
    const stage = await startStage({ world: manyRuns('1.14.2').build.world });
    const action: FaultAction = { kind: 'html', status: 200 };
    stage.dify.addFault({ path: /token-costs/, times: ALWAYS, action });

    const run = await stage.run(OCTOBER);

    expect(run).toMatchObject({ status: 69, stdout: '' });
    expect(run.stderr).toContain('HTML page');
    expect(stage.receiver.requests).toEqual([]);
  });

  it('that asks for an hour is given up until the next run', async () => {
    const stage = await startStage({ world: manyRuns('1.14.2').build.world });
    const hour: FaultAction = { kind: 'answer', status: 429, headers: { 'retry-after': '3600' } };
    stage.dify.addFault({ path: /node-executions/, skip: 5, action: hour });

    const run = await stage.run(OCTOBER, { waits: 'real', timeoutMs: 10_000 });

    expect(run.status).toBe(69);
    expect(stage.receiver.requests).toEqual([]);
  });
});

function longestPause({ requests }: FakeDify) {
  const pauses = requests.map(({ at }, index) => at - (requests[index - 1]?.at ?? at));
  const ms = Math.max(...pauses);
  const end = pauses.indexOf(ms);
  const inFlight = requests.map((request) => request.inFlight);
  return {
    ms,
    inFlightBefore: inFlight.slice(0, end),
    inFlightAfter: inFlight.slice(end, end + 15),
  };
}

/** A workflow app with 130 runs of 15 tokens each. */
function manyRuns(version: string) {
  const build = worldBuilder(version);
  const app = build.app('workflow', { name: 'busy' });
  for (let minute = 0; minute < 130; minute += 1) {
    build.run(app, { at: atMinute(minute), nodes: [llm()] });
  }
  return { build, app };
}

function atMinute(minute: number): string {
  return new Date(Date.parse('2026-10-05T10:00:00.250Z') + minute * 60_000).toISOString();
}

describe('story 16, pages that shift under writes', () => {
  const now = '2026-10-31T15:30:00Z';
  const justNow = '2026-10-31T15:29:00Z';

  it.each(['1.4.3', '1.14.2'])('of the app log of Dify %s lose no run', async (version) => {
    const { build, app } = manyRuns(version);
    const stage = await startStage({ version, world: build.world, now });
    stage.dify.addFault({
      path: /workflow-app-logs\?page=1&/,
      action: { kind: 'run', after: () => repeat(7, () => build.run(app, { at: justNow })) },
    });

    const run = await stage.run(OCTOBER);

    expect(run.status).toBe(0);
    expect(storedFigures(stage.receiver)).toEqual(['2026-10 busy 1950 0.0097500 USD']);
  });

  it('of the app log without a time filter lose no run', async () => {
    const { build, app } = manyRuns('0.15.3');
    const stage = await startStage({ version: '0.15.3', world: build.world, now });
    stage.dify.addFault({
      path: /workflow-app-logs\?page=1&/,
      times: 3,
      action: {
        kind: 'run',
        after: () => repeat(7, () => build.run(app, { at: '2026-10-31T15:30:05Z' })),
      },
    });

    const run = await stage.run(OCTOBER);

    expect(run.status).toBe(0);
    expect(storedFigures(stage.receiver)).toEqual(['2026-10 busy 1950 0.0097500 USD']);
  });

  it('of the run list lose no run, although several begin at once', async () => {
    const build = worldBuilder('1.14.2');
    const app = build.app('advanced-chat', { name: 'crowded' });
    for (let run = 0; run < 230; run += 1) {
      const second = String(Math.floor(run / 7)).padStart(2, '0');
      build.run(app, { at: `2026-10-05T10:00:${second}.500Z`, nodes: [llm()] });
    }
    const stage = await startStage({ world: build.world, now });
    stage.dify.addFault({
      path: /workflow-runs\?triggered_from/,
      times: 2,
      action: { kind: 'run', after: () => repeat(7, () => build.run(app, { at: justNow })) },
    });

    const run = await stage.run(OCTOBER);

    expect(run.status).toBe(0);
    expect(storedFigures(stage.receiver)).toEqual(['2026-10 crowded 3450 0.0172500 USD']);
  });

  it('of the app list lose and double no app', async () => {
    const build = worldBuilder('1.14.2');
    for (let index = 0; index < 130; index += 1) {
      const app = build.app('workflow', { name: `app-${String(index).padStart(3, '0')}` });
      if (index % 13 === 0) build.run(app, { nodes: [llm()] });
    }
    const stage = await startStage({ world: build.world, now });
    stage.dify.addFault({
      path: /^\/apps\?page=1&/,
      action: { kind: 'run', after: () => repeat(3, () => build.app('workflow')) },
    });

    const run = await stage.run([...OCTOBER, '--concurrency', '16']);

    expect(run.status).toBe(0);
    expect(storedFigures(stage.receiver)).toEqual(
      ['000', '013', '026', '039', '052', '065', '078', '091', '104', '117'].map(
        (index) => `2026-10 app-${index} 15 0.0000750 USD`,
      ),
    );
  });

  it.each(['1.4.3', '1.9.1'])(
    'of the conversations of Dify %s lose no message when old ones move',
    async (version) => {
      const { build, app, conversations } = manyConversations(version);
      const stage = await startStage({ version, world: build.world, now });
      stage.dify.addFault({
        path: /chat-conversations\?page=1&/,
        action: {
          kind: 'run',
          after: () =>
            conversations.slice(0, 9).forEach((conversation) => {
              build.run(app, { at: justNow, conversation, nodes: [llm()] });
            }),
        },
      });

      const run = await stage.run(OCTOBER);

      expect(run.status).toBe(0);
      expect(storedFigures(stage.receiver)).toEqual(['2026-10 talkative 1950 0.0097500 USD']);
    },
  );
});

function repeat(times: number, act: () => unknown): void {
  for (let time = 0; time < times; time += 1) act();
}

function manyConversations(version: string): {
  readonly build: WorldBuilder;
  readonly app: WorldApp;
  readonly conversations: readonly WorldConversation[];
} {
  const build = worldBuilder(version);
  const app = build.app('advanced-chat', { name: 'talkative' });
  const conversations: WorldConversation[] = [];
  for (let minute = 0; minute < 130; minute += 1) {
    const { conversation } = build.run(app, { at: atMinute(minute), nodes: [llm()] });
    if (conversation !== undefined) conversations.push(conversation);
  }
  return { build, app, conversations };
}

describe("story 19, Dify's own counters are broken", () => {
  it('containers counted twice on 1.9.2 are not billed twice', async () => {
    const build = worldBuilder('1.9.2');
    const nodes = [iteration([llm()], [llm()]), llm()];
    const { run } = build.run(build.app('workflow', { name: 'loops' }), { nodes });
    const stage = await startStage({ version: '1.9.2', world: build.world });

    const document = await exportAsDocument(stage);

    expect(run.totalTokens).toBe(75);
    expect(storedFigures(stage.receiver)).toEqual(['2026-10 loops 45 0.0002250 USD']);
    expect(document.reconciliation.differences).toMatchObject([
      { cause: 'containers_counted_twice', tokens: 30, runs: 1 },
    ]);
  });

  it('totals of zero on 1.9.1 are billed from the nodes', async () => {
    const build = worldBuilder('1.9.1');
    const { run } = build.run(build.app('workflow', { name: 'zeros' }), { nodes: [llm()] });
    const stage = await startStage({ version: '1.9.1', world: build.world });

    const document = await exportAsDocument(stage);

    expect(run.totalTokens).toBe(0);
    expect(storedFigures(stage.receiver)).toEqual(['2026-10 zeros 15 0.0000750 USD']);
    expect(document.reconciliation.differences).toMatchObject([
      { cause: 'zero_totals', tokens: -15, runs: 1 },
    ]);
  });

  it('640 million tokens of a parallel iteration on 0.15.3 are not billed', async () => {
    const build = worldBuilder('0.15.3');
    const app = build.app('workflow', { name: 'parallel' });
    const { run } = build.run(app, { nodes: [iteration([llm()], [llm()])] });
    run.totalTokens = 640_000_000;
    const stage = await startStage({ version: '0.15.3', world: build.world });

    const document = await exportAsDocument(stage);

    expect(storedFigures(stage.receiver)).toEqual(['2026-10 parallel 30 0.0001500 USD']);
    expect(document.reconciliation.differences).toMatchObject([
      { cause: 'parallel_iterations', tokens: 639_999_970, runs: 1 },
    ]);
  });

  it('differences are told to people, and do not fail the run', async () => {
    const build = worldBuilder('1.9.1');
    build.run(build.app('workflow', { name: 'zeros' }), { nodes: [llm()] });
    const stage = await startStage({ version: '1.9.1', world: build.world });

    const run = await stage.run([...OCTOBER, '--verbose']);

    expect(run).toMatchObject({ status: 0, stdout: '' });
    expect(run.stderr).toContain('every difference explained');
    expect(run.stderr).toContain('zeros, 2026-10: -15 tokens in 1 run(s)');
  });
});

describe('workspaces', () => {
  it('of one admin key are exported together, and nobody signs in', async () => {
    const build = worldBuilder('1.14.2');
    const workspaces = [build.workspace('second'), build.workspace('third')];
    build.run(build.app('workflow', { name: 'first' }), { nodes: [llm()] });
    for (const { id, name } of workspaces) {
      build.run(build.app('workflow', { name, workspaceId: id }), { nodes: [llm()] });
    }
    const key = 'admin-key-secret-1';
    const stage = await startStage({ world: build.world, adminApiKey: key });

    const run = await stage.run([...OCTOBER, '--mode', 'both'], {
      env: {
        DIFY_EMAIL: undefined,
        DIFY_PASSWORD: undefined,
        DIFY_ADMIN_API_KEY: key,
        DIFY_WORKSPACE_ID: build.world.workspaces.map(({ id }) => id).join(','),
      },
    });

    expect(run).toMatchObject({ status: 0, stdout: '', stderr: '' });
    expect(stage.receiver.requests).toHaveLength(1);
    expect(storedFigures(stage.receiver)).toEqual([
      '2026-10 first 15 0.0000750 USD',
      '2026-10 second 15 0.0000750 USD',
      '2026-10 third 15 0.0000750 USD',
    ]);
    expect(stage.receiver.rows('workspace_records')).toMatchObject([{ token_count: 45 }]);
    expect(countLogins(stage.dify)).toBe(0);
  });

  it('that somebody switches meanwhile end the run before anything is sent', async () => {
    const build = worldBuilder('1.14.2');
    const { id } = build.workspace('second');
    build.run(build.app('workflow'), { nodes: [llm()] });
    const stage = await startStage({ world: build.world });
    const action: FaultAction = { kind: 'switch-workspace', workspaceId: id };
    stage.dify.addFault({ path: /node-executions/, action });

    const run = await stage.run(OCTOBER);

    expect(run).toMatchObject({ status: 69, stdout: '' });
    expect(run.stderr).toContain('was switched');
    expect(stage.receiver.requests).toEqual([]);
  });
});

async function exportAsDocument(stage: Stage) {
  const run = await stage.run([...OCTOBER, '--json']);
  expect(run.status).toBe(0);
  return JSON.parse(run.stdout);
}

function countLogins({ requests }: FakeDify): number {
  return requests.filter(({ path }) => path === '/login').length;
}

function warningsOf(stdout: string): string[] {
  const { warnings }: { warnings: readonly { readonly code: string }[] } = JSON.parse(stdout);
  return warnings.map(({ code }) => code);
}

import { expect, it, onTestFinished } from 'vitest';
import { exportExitCodes } from '../../src/cli/export-exit-codes.ts';
import { OWNER, worldBuilder } from '../support/fake-dify/builders.ts';
import type { Fault } from '../support/fake-dify/faults.ts';
import { llm } from '../support/fake-dify/node-spec.ts';
import { startFakeDify } from '../support/fake-dify/server.ts';
import type { World } from '../support/fake-dify/world.ts';
import { type DryRunOptions, dryRun } from '../support/in-process.ts';
import { temporaryDirectory } from '../support/temporary-directory.ts';

const VERSION = '1.14.2';
const now = () => Date.parse('2026-12-10T03:00:00Z');

async function read(world: World, faults: readonly Fault[] = [], options: DryRunOptions = {}) {
  const dify = await startFakeDify({ version: VERSION, world, faults, now });
  onTestFinished(() => dify.close());
  const stateDir = await temporaryDirectory();
  const settings = { password: OWNER.password, now, stateDir, concurrency: 1 };
  const result = await dryRun(dify, { ...settings, ...options });
  return { dify, result, status: exportExitCodes(result) };
}

it('an app that Dify denies and lists again is withheld, with the workspace', async () => {
  const build = worldBuilder(VERSION);
  const home = build.world.workspaces[0]?.id ?? '';
  const { id: other } = build.workspace('second');
  for (const name of ['a', 'b', 'c'])
    build.run(build.app('workflow', { name }), { nodes: [llm()] });

  const { result, status } = await read(build.world, [
    {
      path: /workflow-app-logs/,
      skip: 1,
      action: { kind: 'switch-workspace', workspaceId: other },
    },
    { path: /workflow-app-logs/, skip: 2, action: { kind: 'switch-workspace', workspaceId: home } },
  ]);

  expect(status).toContain(69);
  expect(result.reading).toMatchObject({ kind: 'read', isWorkspaceComplete: false });
});

it('a time zone that is changed while it is read ends the run', async () => {
  const build = worldBuilder(VERSION);
  build.message(build.app('chat'));
  const change: Fault = {
    path: /token-costs/,
    action: {
      kind: 'run',
      before: (world) => {
        for (const account of world.accounts) account.timezone = 'Asia/Tokyo';
      },
    },
  };

  const { result, status } = await read(build.world, [change]);

  expect(status).toEqual([69]);
  expect(result.reading.kind).toBe('failed');
});

it('a chatflow run that log cleanup deleted is named, with the tokens of its message', async () => {
  const build = worldBuilder(VERSION);
  const app = build.app('advanced-chat');
  build.run(app, { nodes: [llm()] });
  const { run } = build.run(app, { nodes: [llm({ promptTokens: 1000 })] });
  build.deleteRun(run);

  const { result } = await read(build.world);

  expect(result.reading).toMatchObject({
    report: { residuals: [{ cause: 'runs_cleaned_up', runs: 1, tokens: 1005 }] },
  });
});

it('a fresh run whose rows do not explain its total yet is withheld', async () => {
  const build = worldBuilder(VERSION);
  const app = build.app('workflow');
  build.run(app, { at: '2026-12-10T02:30:00Z', nodes: [llm(), llm({ promptTokens: 1000 })] });
  const { nodes } = build.world;
  nodes.splice(
    nodes.findLastIndex(({ row }) => row['node_type'] === 'llm'),
    1,
  );

  const { status } = await read(build.world, [], { period: '2026-12-10', aggregation: 'daily' });

  expect(status).toEqual([69]);
});

it('a Dify that is down is not asked for every one of its apps', async () => {
  const build = worldBuilder(VERSION);
  for (let index = 0; index < 20; index += 1) build.message(build.app('chat'));

  const { dify, status } = await read(build.world, [
    { path: /token-costs/, times: 10_000, action: { kind: 'html', status: 502 } },
  ]);

  expect(new Set(status)).toEqual(new Set([69]));
  const asked = dify.requests.filter(({ path }) => path.endsWith('token-costs'));
  // The third outage stops the rest; a second worker has begun a fourth app by then.
  expect(new Set(asked.map(({ path }) => path)).size).toBe(4);
});

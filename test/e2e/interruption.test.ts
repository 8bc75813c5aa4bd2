import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { verifyCache } from '../../src/cache/verify-cache.ts';
import { nodeFileSystem } from '../../src/files/file-system.ts';
import { filesBelow } from '../support/cache.ts';
import { worldBuilder } from '../support/fake-dify/builders.ts';
import type { FaultAction } from '../support/fake-dify/faults.ts';
import { llm } from '../support/fake-dify/node-spec.ts';
import type { ScriptedAnswer } from '../support/fake-receiver.ts';
import { type Stage, startStage } from '../support/stage.ts';
import { storedFigures } from '../support/stored-figures.ts';

const OCTOBER = ['export', '--period', '2026-10', '--timezone', 'Asia/Tokyo'];

describe('a signal while Dify is read', () => {
  const busy = { code: 'busy' };
  it.each<[string, number, NodeJS.Signals, FaultAction]>([
    ['a request hangs', 129, 'SIGHUP', { kind: 'hang' }],
    ['a request hangs', 130, 'SIGINT', { kind: 'hang' }],
    ['a request hangs', 143, 'SIGTERM', { kind: 'hang' }],
    ['it waits to repeat one', 130, 'SIGINT', { kind: 'answer', status: 503, body: busy }],
    [
      'it waits as long as Dify asks',
      143,
      'SIGTERM',
      { kind: 'answer', status: 429, headers: { 'retry-after': '20' }, body: busy },
    ],
  ])('and %s ends the run with %i', async (_when, status, signal, action) => {
    const stage = await startStage({ world: oneRun() });
    stage.dify.addFault({ path: /node-executions/, action });
    const when = untilDifyIsAskedForNodes(stage);

    const run = await stage.run(OCTOBER, { waits: 'real', interrupt: { signal, when } });

    expect(run).toMatchObject({ status, stdout: '' });
    expect(run.stderr).toContain(signal);
    expect(run.stderr).not.toContain('This is a bug');
    expect(run.durationMs).toBeLessThan(15_000);
    expect(stage.receiver.requests).toEqual([]);
    await expectNextRunToDeliver(stage);
  });
});

describe('a signal while the receiver is posted to', () => {
  it.each<[string, number, NodeJS.Signals, ScriptedAnswer]>([
    ['a request hangs', 130, 'SIGINT', { fault: 'hang' }],
    ['a request hangs', 143, 'SIGTERM', { fault: 'hang' }],
    [
      'it waits to post again',
      143,
      'SIGTERM',
      { status: 503, headers: { 'retry-after': '20' }, body: {} },
    ],
  ])('and %s ends the run with %i, and the body waits', async (_when, status, signal, answer) => {
    const stage = await startStage({ world: oneRun() });
    stage.receiver.script(answer);
    const when = untilReceiverIsAsked(stage);

    const run = await stage.run(OCTOBER, { waits: 'real', interrupt: { signal, when } });

    expect(run).toMatchObject({ status, stdout: '' });
    expect(run.durationMs).toBeLessThan(15_000);
    expect(await readdir(join(stage.stateDir, 'spool'))).toHaveLength(1);
    await expectNextRunToDeliver(stage);
  });
});

it('an acknowledgement that came is not forgotten by a signal', async () => {
  const stage = await startStage({ world: oneRun() });

  const run = await stage.run(OCTOBER, {
    interrupt: { signal: 'SIGTERM', when: untilReceiverIsAsked(stage) },
  });

  // The signal comes before or after the end of the run, or when nobody listens any more (null):
  // nothing is sent twice in either case.
  expect([0, 143, null]).toContain(run.status);
  expect(storedFigures(stage.receiver)).toEqual(['2026-10 workflow 15 0.0000750 USD']);
});

it('a signal while the cache is saved ends the run with 143, and leaves whole files', async () => {
  const build = worldBuilder('1.14.2');
  const names = Array.from({ length: 40 }, (_, place) => `app ${place}`);
  for (const name of names) build.message(build.app('chat', { name }));
  const stage = await startStage({ world: build.world });

  const run = await stage.run(OCTOBER, {
    interrupt: { signal: 'SIGTERM', when: untilSomethingIsCached(stage) },
  });

  expect(run).toMatchObject({ status: 143, stdout: '' });
  const posts = stage.receiver.requests.length;
  expect(storedFigures(stage.receiver)).toHaveLength(names.length);
  expect(await readdir(join(stage.stateDir, 'spool'))).toEqual([]);
  const { apps, damaged } = await verifyCache(nodeFileSystem, stage.stateDir);
  expect(damaged).toEqual([]);
  expect(apps.length).toBeGreaterThan(0);
  expect(apps.length).toBeLessThan(names.length);
  expect((await filesBelow(stage.stateDir)).filter((name) => name.endsWith('.tmp'))).toEqual([]);
  expect(await stage.run(OCTOBER)).toMatchObject({ status: 0 });
  expect(stage.receiver.requests).toHaveLength(posts);
  expect((await verifyCache(nodeFileSystem, stage.stateDir)).apps).toHaveLength(names.length);
});

async function expectNextRunToDeliver(stage: Stage): Promise<void> {
  expect(await stage.run(OCTOBER)).toMatchObject({ status: 0, stderr: '' });
  expect(storedFigures(stage.receiver)).toEqual(['2026-10 workflow 15 0.0000750 USD']);
  expect(await readdir(join(stage.stateDir, 'spool'))).toEqual([]);
}

/** And a moment longer, so that the answer is there. */
async function untilDifyIsAskedForNodes({ dify }: Stage): Promise<void> {
  await vi.waitFor(() => expect(dify.requests.at(-1)?.path).toContain('node-executions'), PATIENCE);
  await new Promise((resolve) => setTimeout(resolve, 150));
}

async function untilSomethingIsCached({ stateDir }: Stage): Promise<void> {
  const list = () => readdir(join(stateDir, 'cache'), { recursive: true });
  const patience = { timeout: 8000, interval: 2 };
  await vi.waitFor(async () => expect((await list()).join()).toContain('.ndjson.gz'), patience);
}

async function untilReceiverIsAsked({ receiver }: Stage): Promise<void> {
  await vi.waitFor(() => expect(receiver.requests).toHaveLength(1), PATIENCE);
  await new Promise((resolve) => setTimeout(resolve, 150));
}

const PATIENCE = { timeout: 8000, interval: 20 };

function oneRun() {
  const build = worldBuilder('1.14.2');
  build.run(build.app('workflow'), { nodes: [llm()] });
  return build.world;
}

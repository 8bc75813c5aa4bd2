import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import process from 'node:process';
import { createInterface } from 'node:readline';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { formatHolder } from '../../src/lock/lock-holder.ts';
import type { CliRun } from '../support/cli.ts';
import { worldBuilder } from '../support/fake-dify/builders.ts';
import { llm } from '../support/fake-dify/node-spec.ts';
import { deadHolder, holder } from '../support/lock.ts';
import { type Stage, startStage } from '../support/stage.ts';
import { storedFigures } from '../support/stored-figures.ts';
import { temporaryDirectory } from '../support/temporary-directory.ts';

const OCTOBER = ['export', '--period', '2026-10', '--timezone', 'Asia/Tokyo'];

describe.runIf(process.platform === 'linux')('two runs at once', () => {
  it('the second ends with 75 within a second, without a request, and says who is at work', async () => {
    const stage = await startStage({ world: oneRun() });
    const first = await startHolder(stage);
    const before = stage.dify.requests.length;

    const second = await stage.run(OCTOBER);

    expect(second).toMatchObject({ status: 75, stdout: '' });
    expect(second.stderr).toMatch(
      /^dify-usage: Another run is at work in \S+: process \d+ on \S+, since 2026-12-10T03:\d\d:\S+Z; wait for its end, or use --lock-wait\n$/,
    );
    const asJson = await stage.run([...OCTOBER, '--json']);
    expect(JSON.parse(asJson.stdout)).toMatchObject({
      status: 75,
      error: { code: 'LockedError', message: expect.stringContaining('process ') },
    });
    expect(stage.dify.requests).toHaveLength(before);
    expect(stage.receiver.requests).toHaveLength(0);
    // A whole second is for the lock; the rest is for a busy machine that starts a program.
    expect(second.durationMs).toBeLessThan(5000);
    await first.end();
  });

  it('looking at the spool and a dry run need not wait; what changes the spool does', async () => {
    const stage = await startStage({ world: oneRun() });
    stage.receiver.always({ status: 503 });
    await stage.run(OCTOBER, { env: { MAX_RETRIES: '0' } });
    const [name = ''] = await readdir(join(stage.stateDir, 'spool'));
    const id = name.replace(/^.*-|\.json$/g, '');
    const first = await startHolder(stage);

    expect(await stage.run(['spool', 'list'])).toMatchObject({ status: 0, stderr: '' });
    expect(await stage.run(['spool', 'show', id])).toMatchObject({ status: 0, stderr: '' });
    expect(await stage.run(['spool', 'retry'])).toMatchObject({ status: 75 });
    expect(await stage.run(['spool', 'rm', id, '--yes'])).toMatchObject({ status: 75 });
    expect(await readdir(join(stage.stateDir, 'spool'))).toEqual([name]);
    expect(await stage.run([...OCTOBER, '--dry-run'])).toMatchObject({ status: 0 });
    await first.end();
    expect(await stage.run(['spool', 'rm', id, '--yes'])).toMatchObject({ status: 0 });
  });

  it('a check says that an export would end, and looks at all the rest', async () => {
    const stage = await startStage({ world: oneRun() });
    const first = await startHolder(stage);
    const requests = stage.receiver.requests.length;

    const run = await stage.run(['check']);

    expect(run).toMatchObject({ status: 75, stderr: '' });
    expect(run.stdout).toMatch(/✘ lock {13}held by process \d+.*\n +This passes by itself: /);
    expect(run.stdout).toMatch(/\n1 failure\(s\), \d+ warning\(s\), 0 not tried; status 75\.\n$/);
    expect(stage.receiver.requests.length).toBeGreaterThan(requests);
    await first.end();
  });

  it('the second waits as long as it is told', async () => {
    const stage = await startStage({ world: oneRun() });
    const first = await startHolder(stage);

    const short = await stage.run([...OCTOBER, '--lock-wait', '1'], { waits: 'real' });
    expect(short).toMatchObject({ status: 75, stdout: '' });
    expect(short.durationMs).toBeGreaterThan(1000);
    const long = stage.run([...OCTOBER, '--lock-wait', '30'], { waits: 'real' });
    await new Promise((resolve) => setTimeout(resolve, 1000));
    await first.end();

    expect(await long).toMatchObject({ status: 0, stdout: '', stderr: '' });
    expectDelivered(stage);
  });

  it('a signal ends the waiting', async () => {
    const stage = await startStage({ world: oneRun() });
    const first = await startHolder(stage);

    const when = new Promise((resolve) => setTimeout(resolve, 2500));
    const second = await stage.run([...OCTOBER, '--lock-wait', '60'], {
      waits: 'real',
      interrupt: { signal: 'SIGINT', when },
    });

    expect(second).toMatchObject({ status: 130, stdout: '' });
    await first.end();
  });
});

describe.runIf(process.platform === 'linux')('the lock of a run that is gone', () => {
  it('is free at once after kill -9, and the next run says so', async () => {
    const stage = await startStage({ world: oneRun() });
    const first = await startHolder(stage, 'SIGKILL');
    await first.end();

    const next = await stage.run(OCTOBER);

    expect(next).toMatchObject({ status: 0, stdout: '' });
    expect(next.stderr).toContain('lock_taken_over');
    expect(next.stderr).toMatch(/Took over the lock of process \d+ on /);
    expectDelivered(stage);
    expect(await stage.run(OCTOBER)).toMatchObject({ status: 0, stderr: '' });
    expect(await lockFiles(stage)).toEqual([]);
  });

  it('is not taken over from another host', async () => {
    const stage = await startStage({ world: oneRun() });
    const path = join(stage.stateDir, 'run.lock');
    const text = formatHolder(holder({ host: 'billing-2', boot_id: 'boot-2' }));
    await writeFile(path, text);

    const run = await stage.run(OCTOBER);

    expect(run).toMatchObject({ status: 75, stdout: '' });
    expect(run.stderr).toContain('billing-2');
    expect(run.stderr).toContain(`rm '${path}'`);
    expect(stage.dify.requests).toEqual([]);
    expect(await readFile(path, 'utf8')).toBe(text);
  });

  it('is given back by a run that fails', async () => {
    const stage = await startStage({ world: oneRun() });
    await stage.dify.close();

    expect(await stage.run(OCTOBER)).toMatchObject({ status: 69 });
    expect(await lockFiles(stage)).toEqual([]);
  });
});

describe('a signal', () => {
  it.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const)('%s gives the lock back', async (signal, status) => {
    const stage = await startStage({ world: oneRun() });
    const run = await startHolder(stage, signal);

    expect(await run.end()).toMatchObject({ status, stdout: '' });
    expect(await lockFiles(stage)).toEqual([]);
    expect(await temporaryFiles(stage)).toEqual([]);
  });
});

describe.runIf(process.platform === 'linux')('a race', () => {
  it('of twelve processes for a free lock has one winner', async () => {
    const race = await startRace(12);
    for (let round = 0; round < 10; round += 1) {
      const directory = await temporaryDirectory();

      expect(await race(directory)).toEqual(['took', ...Array(11).fill('LockedError')]);
    }
  });

  it('of eight processes for the lock of a dead one has one winner', async () => {
    const race = await startRace(8);
    for (let round = 0; round < 25; round += 1) {
      const directory = await temporaryDirectory();
      await writeFile(join(directory, 'run.lock'), formatHolder(deadHolder()));

      expect(await race(directory)).toEqual(['took over', ...Array(7).fill('LockedError')]);
    }
  });
});

/** A run that has the lock, and waits for an answer of Dify until it is ended. */
async function startHolder(stage: Stage, signal: NodeJS.Signals = 'SIGTERM') {
  stage.dify.addFault({ path: /workflow-app-logs/, action: { kind: 'hang' } });
  let sendSignal: () => void = () => undefined;
  const when = new Promise<void>((resolve) => {
    sendSignal = resolve;
  });
  const run = stage.run(OCTOBER, { waits: 'real', interrupt: { signal, when }, timeoutMs: 50_000 });
  const isWaiting = () => expect(stage.dify.requests.at(-1)?.path).toContain('workflow-app-logs');
  await vi.waitFor(isWaiting, { timeout: 20_000, interval: 20 });
  return {
    end(): Promise<CliRun> {
      sendSignal();
      return run;
    },
  };
}

function expectDelivered({ receiver }: Stage): void {
  expect(storedFigures(receiver)).toEqual(['2026-10 workflow 15 0.0000750 USD']);
}

async function lockFiles({ stateDir }: Stage): Promise<string[]> {
  return (await readdir(stateDir)).filter((name) => name.startsWith('run'));
}

async function temporaryFiles({ stateDir }: Stage): Promise<string[]> {
  const names = await readdir(stateDir, { recursive: true });
  return names.filter((name) => name.endsWith('.tmp'));
}

/** Processes that start each round at the same moment; a round's results are sorted. */
async function startRace(count: number) {
  const racers = await Promise.all(Array.from({ length: count }, startRacer));

  return async (directory: string): Promise<string[]> => {
    const results = await Promise.all(racers.map(({ send }) => send(directory)));
    await Promise.all(racers.map(({ send }) => send('release')));
    return results.toSorted((left, right) => (left < right ? 1 : -1));
  };
}

async function startRacer() {
  const racer: ChildProcessWithoutNullStreams = spawn(process.execPath, [
    '.cache/test/lock-racer.js',
  ]);
  onTestFinished(() => void racer.kill('SIGKILL'));
  const lines = createInterface({ input: racer.stdout })[Symbol.asyncIterator]();
  const nextLine = async () => String((await lines.next()).value);
  expect(await nextLine()).toBe('ready');
  return {
    send(line: string): Promise<string> {
      racer.stdin.write(`${line}\n`);
      return nextLine();
    },
  };
}

function oneRun() {
  const build = worldBuilder('1.14.2');
  build.run(build.app('workflow'), { nodes: [llm()] });
  return build.world;
}

import { mkdir, readdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import process from 'node:process';
import { describe, expect, it, onTestFinished } from 'vitest';
import { openSegmentStore } from '../../src/cache/segment-store.ts';
import { thisMachine } from '../../src/lock/machine.ts';
import { takeLock } from '../../src/lock/take-lock.ts';
import { cachedApp, cachedRecord, filesBelow, SEGMENT, SOURCE } from '../support/cache.ts';
import { type CliOptions, runCli } from '../support/cli.ts';
import { temporaryDirectory } from '../support/temporary-directory.ts';

const NOW = '2026-12-10T03:00:00Z';

describe('dify-usage cache verify', () => {
  it('finds nothing where nothing was exported, and changes nothing', async () => {
    const stateDir = await temporaryDirectory();

    expect(await run(stateDir, ['cache', 'verify'])).toMatchObject({
      status: 0,
      stdout: `The cache in ${stateDir} is empty.\n`,
      stderr: '',
    });
    expect(await readdir(stateDir)).toEqual([]);
  });

  it('lists what is kept, and needs no settings but the state directory', async () => {
    const stateDir = await twoSegments();

    const text = await run(stateDir, ['cache', 'verify']);
    const json = await run(stateDir, ['cache', 'verify', '--json']);

    expect(text).toMatchObject({ status: 0, stderr: '' });
    expect(text.stdout.split('\n')).toEqual([
      'app          mode      first       last        days  records  tokens',
      'Translation  workflow  2026-10-05  2026-10-06     2        2      30',
      expect.stringMatching(/^2 segment\(s\), [1-9]\d+ bytes, the oldest of 2026-10-05\.$/),
      'All of them are whole.',
      '',
    ]);
    expect(JSON.parse(json.stdout)).toMatchObject({
      command: 'cache verify',
      status: 0,
      apps: [{ name: 'Translation', days: 2, records: 2, tokens: 30 }],
      damaged: [],
    });
  });

  it('ends with 65 when something is damaged, names it and the cure', async () => {
    const stateDir = await twoSegments();
    await writeFile(join(stateDir, SEGMENT), 'damaged');

    const text = await run(stateDir, ['cache', 'verify']);
    const json = await run(stateDir, ['cache', 'verify', '--json']);

    expect(text).toMatchObject({ status: 65, stderr: '' });
    expect(text.stdout).toContain(`Damaged (1):\n  ${SEGMENT}: it is not whole\n`);
    expect(text.stdout).toContain('asks Dify again');
    expect(JSON.parse(json.stdout)).toMatchObject({
      status: 65,
      apps: [{ days: 1 }],
      damaged: [{ name: SEGMENT, reason: 'it is not whole' }],
    });
  });

  it('ends with 73 where no export would use the directory, and calls nothing damaged', async () => {
    const directory = await temporaryDirectory();
    await symlink(await twoSegments(), join(directory, 'state'));

    const refused = await run(join(directory, 'state'), ['cache', 'verify']);

    expect(refused).toMatchObject({ status: 73, stdout: '' });
    expect(refused.stderr).toContain('it is a symbolic link; configure the real directory');
  });
});

describe('dify-usage cache clear', () => {
  it('wants a confirmation, and there is nobody to ask without a terminal', async () => {
    const stateDir = await twoSegments();

    const refused = await run(stateDir, ['cache', 'clear']);

    expect(refused).toMatchObject({ status: 64, stdout: '' });
    expect(refused.stderr).toContain('confirm with --yes');
    expect(await filesBelow(stateDir)).toHaveLength(2);
  });

  it('removes the cache and nothing else, and says how much that was', async () => {
    const stateDir = await twoSegments();
    await mkdir(join(stateDir, 'spool'));
    await writeFile(join(stateDir, 'spool', 'x.json'), '{}');

    const older = await run(stateDir, ['cache', 'clear', '--before', '2026-10-06', '--yes']);
    const cleared = await run(stateDir, ['cache', 'clear', '--yes']);

    expect(older.stdout).toMatch(/^Removed 1 segment\(s\), [1-9]\d+ bytes\.\n$/);
    expect(cleared).toMatchObject({ status: 0, stderr: '' });
    expect(cleared.stdout).toMatch(/^Removed 1 segment\(s\), [1-9]\d+ bytes\.\n$/);
    expect(await filesBelow(stateDir)).toEqual(['spool/x.json']);
    const again = await run(stateDir, ['cache', 'clear', '--yes', '--json']);
    expect(JSON.parse(again.stdout)).toEqual({
      command: 'cache clear',
      status: 0,
      segments: 0,
      bytes: 0,
      left: [],
    });
  });

  it.runIf(process.platform === 'linux')(
    'ends with 75 while another run is at work; verify need not wait',
    async () => {
      const stateDir = await twoSegments();
      const lock = await holdLock(stateDir);

      expect(await run(stateDir, ['cache', 'verify'])).toMatchObject({ status: 0 });
      const refused = await run(stateDir, ['cache', 'clear', '--yes']);
      expect(refused).toMatchObject({ status: 75, stdout: '' });
      expect(refused.stderr).toContain(`process ${process.pid} `);
      const waiting = run(stateDir, ['cache', 'clear', '--yes', '--lock-wait', '30'], {
        waits: 'real',
      });
      expect(await readdir(join(stateDir, 'cache'))).toHaveLength(1);
      await lock.release();

      expect(await waiting).toMatchObject({ status: 0 });
      expect(await readdir(join(stateDir, 'cache'))).toEqual([]);
    },
  );
});

function run(stateDir: string, args: readonly string[], options: Partial<CliOptions> = {}) {
  return runCli(args, { DIFY_USAGE_STATE_DIR: stateDir }, { now: NOW, ...options });
}

async function twoSegments(): Promise<string> {
  const stateDir = await temporaryDirectory();
  const next = cachedRecord({ id: 'run-2', at: Date.parse('2026-10-06T00:00:00Z') });
  const store = openSegmentStore(stateDir, SOURCE, { now: Date.now });
  await store.add(cachedApp(), [cachedRecord(), next]);
  return stateDir;
}

async function holdLock(stateDir: string) {
  const lock = await takeLock(stateDir, {
    machine: thisMachine(),
    waitMs: 0,
    now: Date.now,
    sleep: async () => undefined,
    signal: new AbortController().signal,
  });
  onTestFinished(() => lock.release());
  return lock;
}

import { execFile } from 'node:child_process';
import { lstat, readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { worldBuilder } from '../support/fake-dify/builders.ts';
import { llm } from '../support/fake-dify/node-spec.ts';
import { startStage } from '../support/stage.ts';

const ZONE = { DIFY_USAGE_TIMEZONE: 'Asia/Tokyo' };

describe('dify-usage check', () => {
  it('says that everything is in place, and changes nothing', async () => {
    const stage = await startStage({ world: smallWorld() });
    await stage.run(['export', '--period', '2026-11', '--timezone', 'Asia/Tokyo']);
    const before = await picture(stage.stateDir);
    const asked = stage.dify.requests.length;
    const posted = stage.receiver.requests.length;

    const run = await stage.run(['check'], { env: ZONE });

    expect(run).toMatchObject({ status: 0, stderr: '' });
    expect(run.stdout.split('\n').map(headOf)).toEqual([
      'This machine',
      '  ✔ configuration',
      '  ✔ state directory',
      '  ✔ lock',
      'Dify',
      '  ✔ proxy',
      '  ✔ DNS',
      '  ✔ TCP',
      '  ✔ TLS',
      '  ✔ version',
      '  ✔ clock',
      '  ✔ login',
      '  ✔ workspace',
      '  ✔ time zone',
      '  ✔ apps',
      '  ✔ role',
      '  ✔ log retention',
      '  ✔ log retention',
      'Receiver',
      '  ✔ proxy',
      '  ✔ DNS',
      '  ✔ TCP',
      '  ✔ TLS',
      '  ✔ access',
      'To prove it: dify-usage check --send-test',
      '  ✔ clock',
      'Deliveries',
      '  ✔ spool',
      '  ✔ receipts',
      'An export can run: no failure, 0 warning(s), 0 not tried.',
      '',
    ]);
    const sent = stage.dify.requests.slice(asked).map(({ method, path }) => `${method} ${path}`);
    expect(sent.filter((line) => !line.startsWith('GET '))).toEqual(['POST /login']);
    expect(stage.receiver.requests.slice(posted).map(({ method }) => method)).toEqual([
      'HEAD',
      'HEAD',
    ]);
    expect(await picture(stage.stateDir)).toEqual(before);
  });

  it('is one JSON document, and ends as the most urgent failure demands', async () => {
    const stage = await startStage({ world: smallWorld() });
    stage.receiver.always({ status: 503 });

    const run = await stage.run(['check', '--json'], {
      env: { ...ZONE, DIFY_PASSWORD: 'wrong-pass-1' },
    });

    expect(run).toMatchObject({ status: 77, stderr: '' });
    const { command, status, hops } = JSON.parse(run.stdout);
    expect({ command, status }).toEqual({ command: 'check', status: 77 });
    expect(hops).toContainEqual({
      name: 'dify_login',
      status: 'failed',
      found: expect.stringContaining('DIFY_PASSWORD is wrong'),
      cure: expect.stringContaining('Correct them, since Dify locks'),
      code: 'login_refused',
    });
    expect(hops).toContainEqual(
      expect.objectContaining({ name: 'receiver_access', code: 'receiver_unavailable' }),
    );
    expect(await readdir(stage.stateDir)).toEqual([expect.stringMatching(/^login-refused-/)]);
  });

  it('prints only failures with --quiet', async () => {
    const stage = await startStage({ world: smallWorld() });
    const fine = await stage.run(['check', '--quiet'], { env: ZONE });
    stage.receiver.always({ status: 401 });
    const refused = await stage.run(['check', '--quiet'], { env: ZONE });

    expect(fine).toMatchObject({ status: 0, stdout: '', stderr: '' });
    expect(refused.status).toBe(77);
    expect(refused.stdout).toMatch(
      /^Receiver\n {2}✘ access {11}127\.0\.0\.1:\d+ refused the token \(401\)\n {21}Correct EXTERNAL_API_TOKEN.*\n1 failure\(s\)/,
    );
  });

  it('tells every problem of the settings', async () => {
    const stage = await startStage({ world: smallWorld() });
    const run = await stage.run(['check'], {
      env: { ...ZONE, DIFY_API_BASE_URL: undefined, EXTERNAL_API_TOKEN: undefined },
    });

    expect(run).toMatchObject({ status: 78, stderr: '' });
    expect(run.stdout).toContain('✘ configuration    DIFY_API_BASE_URL: It is not set.');
    expect(run.stdout).toContain('✘ configuration    EXTERNAL_API_TOKEN: It is not set.');
    expect(run.stdout).toContain('– TCP');
    expect(stage.dify.requests).toEqual([]);
  });

  it('ends although there are pipes in place of its files', async () => {
    const stage = await startStage({ world: smallWorld() });
    await stage.run(['export', '--period', '2026-11', '--timezone', 'Asia/Tokyo']);
    const [receipt = ''] = await readdir(join(stage.stateDir, 'receipts'));
    for (const name of ['run.lock', `receipts/${receipt}`, 'spool/00000000T000000.json']) {
      await rm(join(stage.stateDir, name), { force: true });
      await promisify(execFile)('mkfifo', [join(stage.stateDir, name)]);
    }

    const run = await stage.run(['check'], { env: ZONE });

    expect(run).toMatchObject({ status: 73, stderr: '' });
    expect(run.stdout).toMatch(/✘ lock .*ENXIO/);
    expect(run.stdout).toContain('! receipts ');
    expect(run.stdout).not.toContain('did not end');
  });

  it('proves the token by a body without records', async () => {
    const stage = await startStage({ world: smallWorld() });
    const run = await stage.run(['check', '--send-test'], { env: ZONE });

    expect(run.status).toBe(0);
    expect(run.stdout).toContain(
      '✔ test body        a body without records was accepted (200): Data received successfully',
    );
    expect(stage.receiver.rows('app_records')).toEqual([]);
    expect(await readdir(stage.stateDir)).toEqual([]);
  });
});

/** Mark and title of a line; a cure as it is. */
function headOf(line: string): string {
  const head = /^ {2}\S .{15}/.exec(line)?.[0] ?? line;
  return head === line ? line.replace(/^ {4,}/, '') : head.trimEnd();
}

function smallWorld() {
  const build = worldBuilder('1.14.2', { timeZone: 'Asia/Tokyo' });
  const chat = build.app('chat');
  const workflow = build.app('workflow');
  for (const at of ['2026-10-05T03:00:00Z', '2026-11-05T03:00:00Z']) {
    build.message(chat, { at });
    build.run(workflow, { at, nodes: [llm()] });
  }
  return build.world;
}

/** Every name of a directory with its mode, its times and its bytes. */
async function picture(directory: string): Promise<readonly unknown[]> {
  const names = await readdir(directory, { recursive: true });
  const files: unknown[] = [await describeFile(directory)];
  for (const name of names.toSorted())
    files.push([name, await describeFile(join(directory, name))]);
  return files;
}

async function describeFile(path: string): Promise<readonly unknown[]> {
  const stats = await lstat(path);
  const content = stats.isFile() ? (await readFile(path)).toString('base64') : '';
  return [stats.mode, stats.mtimeMs, stats.ctimeMs, content];
}

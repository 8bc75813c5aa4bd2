import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, open, readdir, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import process from 'node:process';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { worldBuilder } from '../support/fake-dify/builders.ts';
import { startStage } from '../support/stage.ts';
import { temporaryDirectory } from '../support/temporary-directory.ts';

const PROGRAM = resolve('dist/bin/dify-usage.js');

/** Starts the program as a shell and cron do, by its first line. */
async function start(args: readonly string[]) {
  await chmod(PROGRAM, 0o755);
  const env = { PATH: process.env['PATH'] ?? '', HOME: '/nonexistent' };
  try {
    const { stdout, stderr } = await promisify(execFile)(PROGRAM, args, { env });
    return { status: 0, stdout, stderr };
  } catch (error) {
    if (!(error instanceof Error) || !('code' in error)) throw error;
    return { status: error.code, ...error };
  }
}

describe('dify-usage config', () => {
  it('shows what is in effect, asks neither end and writes nothing', async () => {
    const stage = await startStage({ world: worldBuilder('1.14.2').world });

    const run = await stage.run(['config', '--mode', 'per_user']);

    expect(run).toMatchObject({ status: 0, stderr: '' });
    expect(run.stdout).toMatch(/^setting +from +value\n/);
    expect(run.stdout).toMatch(/^DIFY_PASSWORD +environment +set$/m);
    expect(run.stdout).toMatch(/^DIFY_OUTPUT_MODE +--mode +per_user$/m);
    expect(run.stdout).toMatch(/^MAX_RETRIES +default +3$/m);
    expect(stage.dify.requests).toEqual([]);
    expect(stage.receiver.requests).toEqual([]);
    expect(await readdir(stage.stateDir)).toEqual([]);
  });

  it('shows what is right beside everything that is wrong, and ends with 78', async () => {
    const stage = await startStage({ world: worldBuilder('1.14.2').world });
    const env = {
      DIFY_PASSWORD: undefined,
      DIFY_PASWORD: 'canary-password',
      MAX_RETRIES: 'many',
      HTTPS_PROXY: 'ftp://me:canary-proxy@proxy.example.com',
    };

    const run = await stage.run(['config'], { env, secrets: ['canary-password', 'canary-proxy'] });

    expect(run.status).toBe(78);
    expect(run.stdout).toMatch(/^DIFY_EMAIL +environment +admin@example.com$/m);
    expect(run.stdout).toMatch(/^MAX_RETRIES +environment +wrong, see below$/m);
    expect(run.stdout).toMatch(/^HTTPS_PROXY +environment +wrong, see below$/m);
    expect(run.stderr).toContain('Notice: DIFY_PASWORD: ');
    expect(run.stderr).toContain('The configuration has 3 problems:\n');
    expect(run.stderr).toContain('Is DIFY_PASWORD a misspelling of it?');
  });

  it('is one JSON document with --json, with and without problems', async () => {
    const stage = await startStage({ world: worldBuilder('1.14.2').world });

    const right = await stage.run(['config', '--json']);
    const wrong = await stage.run(['config', '--json'], { env: { MAX_RETRIES: 'many' } });

    expect(right).toMatchObject({ status: 0, stderr: '' });
    expect(JSON.parse(right.stdout)).toMatchObject({ command: 'config', status: 0, problems: [] });
    expect(JSON.parse(right.stdout).settings).toContainEqual({
      name: 'EXTERNAL_API_TOKEN',
      state: 'set',
      secret: true,
      value: null,
      from: { place: 'environment', name: 'EXTERNAL_API_TOKEN', reference: null },
    });
    expect(wrong).toMatchObject({ status: 78, stderr: '' });
    expect(JSON.parse(wrong.stdout)).toMatchObject({
      status: 78,
      problems: [
        {
          variable: 'MAX_RETRIES',
          problem: 'It is not a whole number from 0 to 100.',
          cure: 'Use a number from 0 to 100.',
        },
      ],
    });
  });

  it('ends with 64 when only an option is wrong', async () => {
    const stage = await startStage({ world: worldBuilder('1.14.2').world });

    expect(await stage.run(['config', '--mode', 'per_team'])).toMatchObject({ status: 64 });
    expect(await stage.run(['config', '--from', '2026-10-01'])).toMatchObject({ status: 64 });
  });
});

describe('a misspelt variable', () => {
  it('is a warning of every command, and one that may be somebody else’s is not', async () => {
    const stage = await startStage({ world: worldBuilder('1.14.2').world });
    const env = { DIFY_CONCURENCY: '1', DIFY_BIND_ADDRESS: '0.0.0.0' };

    const run = await stage.run(['spool', 'list'], { env });

    expect(run.status).toBe(0);
    expect(run.stderr).toContain('"variable":"DIFY_CONCURENCY"');
    expect(run.stderr).not.toContain('DIFY_BIND_ADDRESS');
  });
});

describe('a variable of the exporter before', () => {
  it('that has another name here is a warning of every command', async () => {
    const stage = await startStage({ world: worldBuilder('1.14.2').world });
    const env = { DIFY_FETCH_START_DATE: '2026-10-01' };

    const run = await stage.run(['spool', 'list'], { env });

    expect(run.status).toBe(0);
    expect(run.stderr).toContain('"code":"variable_renamed","variable":"DIFY_FETCH_START_DATE"');
    expect(run.stderr).toContain('Call it START_DATE.');
  });
});

describe('the env file', () => {
  it('that gives a variable two values is a warning of every command, without the values', async () => {
    const stage = await startStage({ world: worldBuilder('1.14.2').world });
    const envFile = join(await temporaryDirectory(), 'usage.env');
    await writeFile(envFile, 'EXTERNAL_API_TOKEN=canary-1\nEXTERNAL_API_TOKEN=canary-2\n');

    const run = await stage.run(['spool', 'list', '--env-file', envFile]);

    expect(run.status).toBe(0);
    expect(run.stderr).toContain('"code":"variable_repeated","variable":"EXTERNAL_API_TOKEN"');
    expect(run.stderr).toContain('Line 2 of the env file outranks line 1');
    expect(run.stderr).not.toContain('canary');
  });

  it('is told to be missing by the program and not by Node', async () => {
    const path = join(await temporaryDirectory(), 'missing.env');

    const run = await start(['export', '--env-file', path]);

    expect(run).toMatchObject({ status: 78, stdout: '' });
    expect(run.stderr).toContain('--env-file: The file cannot be read (ENOENT).');
  });

  it('that is missing is one of the problems in the document of config and of check', async () => {
    const args = ['--json', '--env-file', join(await temporaryDirectory(), 'missing.env')];

    const config = await start(['config', '--mode', 'per_team', ...args]);
    const check = await start(['check', ...args]);

    expect(config.status).toBe(78);
    const { command, problems } = JSON.parse(config.stdout ?? '');
    expect(command).toBe('config');
    expect(problems.map(({ variable }: { variable: string }) => variable)).toEqual([
      '--env-file',
      '--mode',
    ]);
    expect(check.status).toBe(78);
    expect(JSON.parse(check.stdout ?? '').hops[0]).toMatchObject({
      name: 'configuration',
      status: 'failed',
      found: '--env-file: The file cannot be read (ENOENT).',
    });
  });

  it('with a line that would hide the next variable stops an export before Dify is asked', async () => {
    const stage = await startStage({ world: worldBuilder('1.14.2').world });
    const file = join(await temporaryDirectory(), 'env');
    await writeFile(
      file,
      'The canary-words\nDIFY_USAGE_TIMEZONE=Asia/Tokyo\nDIFY_PASSWORD=canary#word\n',
    );
    const secrets = ['canary'];

    const given = { env: { DIFY_PASSWORD: undefined }, secrets };
    const run = await stage.run(['export', '--env-file', file], given);
    const check = await stage.run(['check', '--env-file', file], given);

    expect(run).toMatchObject({ status: 78, stdout: '' });
    expect(run.stderr).toContain('  --env-file: Line 1 is neither NAME=value nor a comment');
    expect(run.stderr).toContain('  DIFY_PASSWORD: In line 3 of the env file a # cuts its value');
    expect(check.status).toBe(78);
    expect(stage.dify.requests).toEqual([]);
    expect(stage.receiver.requests).toEqual([]);
  });

  it('may come from a pipe, with the language in it', async () => {
    await chmod(PROGRAM, 0o755);
    const env = { PATH: process.env['PATH'] ?? '', HOME: '/nonexistent' };
    const script = `printf 'DIFY_EMAIL=pipe@example.com\\nDIFY_USAGE_LANG=zh\\n' | "$0" config --json --env-file /dev/stdin || true`;

    const { stdout } = await promisify(execFile)('sh', ['-c', script, PROGRAM], { env });

    const { settings, problems } = JSON.parse(stdout);
    expect(settings).toContainEqual(
      expect.objectContaining({ name: 'DIFY_EMAIL', value: 'pipe@example.com' }),
    );
    expect(problems[0].problem).toBe('未设置。');
  });

  it.each(['SIGTERM', 'SIGINT'] as const)(
    'that is a pipe without an end is left at %s',
    async (signal) => {
      const pipe = join(await temporaryDirectory(), 'pipe');
      await promisify(execFile)('mkfifo', [pipe]);
      await chmod(PROGRAM, 0o755);
      const program = spawn(PROGRAM, ['check', '--env-file', pipe], { stdio: 'ignore' });
      const ended = once(program, 'exit');
      const handle = await open(pipe, 'w'); // as soon as the program has opened it
      program.kill(signal);

      expect(await ended).toEqual(
        expect.arrayContaining([
          signal === 'SIGINT'
            ? expect.toBeOneOf([130, 'SIGINT'])
            : expect.toBeOneOf([143, 'SIGTERM']),
        ]),
      );
      await handle.close();
    },
  );

  it('is not read for ever', async () => {
    const run = await start(['export', '--env-file', '/dev/zero']);

    expect(run).toMatchObject({ status: 78, stdout: '' });
    expect(run.stderr).toContain(
      '--env-file: It is neither a regular file nor a pipe. Name a file',
    );
  });

  it('may hold settings of Node for another program, which this one does not obey', async () => {
    const directory = await temporaryDirectory();
    const path = join(directory, 'env');
    await writeFile(path, `NODE_OPTIONS=--no-such-option\nDIFY_USAGE_STATE_DIR=${directory}\n`);

    const run = await start(['spool', 'list', '--env-file', path]);

    expect(run).toEqual({ status: 0, stdout: `The spool in ${directory} is empty.\n`, stderr: '' });
  });

  it('is missed by Node itself when it starts the script without "--"', async () => {
    const missing = ['--env-file', join(await temporaryDirectory(), 'missing.env')];
    const run = (args: readonly string[]) =>
      promisify(execFile)(process.execPath, args).catch((error: { code: number }) => error.code);

    expect(await run([PROGRAM, 'config', ...missing])).toBe(9);
    expect(await run(['--', PROGRAM, 'config', ...missing])).toBe(78);
  });
});

import { readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import process from 'node:process';
import { describe, expect, it, onTestFinished } from 'vitest';
import { worldBuilder } from '../support/fake-dify/builders.ts';
import { llm } from '../support/fake-dify/node-spec.ts';
import { startFakeReceiver } from '../support/fake-receiver.ts';
import { smallDisk } from '../support/small-disk.ts';
import { type Stage, startStage } from '../support/stage.ts';
import { temporaryDirectory } from '../support/temporary-directory.ts';

const OCTOBER = ['export', '--period', '2026-10', '--timezone', 'Asia/Tokyo'];

describe('status 0', () => {
  it('is a delivery, of which nothing is said without a terminal', async () => {
    const stage = await startStage({ world: smallWorld() });

    const run = await stage.run(OCTOBER);

    expect(run).toMatchObject({ status: 0, stdout: '', stderr: '' });
    expect(figures(stage)).toEqual(['2026-10 15 0.0000750 USD']);
    expect(await readdir(join(stage.stateDir, 'spool'))).toEqual([]);
  });

  it('is a delivery with everything from files, as a crontab has it', async () => {
    const stage = await startStage({ world: smallWorld() });
    const files = await temporaryDirectory();
    const { DIFY_PASSWORD = '', EXTERNAL_API_TOKEN = '', ...settings } = stage.env;
    await writeFile(join(files, 'password'), `${DIFY_PASSWORD}\n`);
    await writeFile(join(files, 'token'), `${EXTERNAL_API_TOKEN}\n`);
    const lines = [
      ...Object.entries(settings).map(([name, value]) => `${name}=${value}`),
      `DIFY_PASSWORD_FILE=${join(files, 'password')}`,
      `EXTERNAL_API_TOKEN_FILE=${join(files, 'token')}`,
      'DIFY_FETCH_PERIOD=2026-10',
      'CRON_SCHEDULE="5 * * * *"',
    ];
    await writeFile(join(files, 'env'), lines.join('\n'));
    const none = Object.fromEntries(Object.keys(stage.env).map((name) => [name, undefined]));

    const run = await stage.run(['export', '--env-file', join(files, 'env')], { env: none });

    expect(run).toMatchObject({ status: 0, stdout: '', stderr: '' });
    expect(figures(stage)).toEqual(['2026-10 15 0.0000750 USD']);
  });

  it('shows no secret even when everything is logged', async () => {
    const stage = await startStage({ world: smallWorld() });
    stage.dify.addFault({ path: /node-executions/, action: { kind: 'expire-tokens' } });

    const run = await stage.run(OCTOBER, { env: { LOG_LEVEL: 'trace' } });

    expect(run.status).toBe(0);
    expect(run.stderr).toContain('signed_in');
    expect(stage.dify.requests.map(({ path }) => path)).toContain('/refresh-token');
  });

  it('is nothing to report, and nothing is posted then', async () => {
    const stage = await startStage({ world: worldBuilder('1.14.2').world });

    const run = await stage.run(OCTOBER);

    expect(run).toMatchObject({ status: 0, stdout: '', stderr: '' });
    expect(stage.receiver.requests).toEqual([]);
  });

  it('is a dry run, which leaves no trace and needs no receiver', async () => {
    const stage = await startStage({ world: smallWorld() });

    const run = await stage.run([...OCTOBER, '--dry-run'], {
      env: { EXTERNAL_API_URL: undefined, EXTERNAL_API_TOKEN: undefined },
    });

    expect(run).toMatchObject({ status: 0, stderr: '' });
    expect(run.stdout).toContain('"total_price":"0.0000750"');
    expect(stage.receiver.requests).toEqual([]);
    expect(await readdir(stage.stateDir)).toEqual([]);
  });
});

describe('status 64', () => {
  it.each([
    ['an unknown option', ['export', '--perod', '2026-10'], '--perod'],
    ['a period that is none', ['export', '--period', 'banana'], '--period'],
    ['a period that has not begun', ['export', '--period', '2027-05'], 'has not begun'],
    ['half of two dates', ['export', '--from', '2026-10-01'], '--to'],
    ['a workspace total of some apps', [...OCTOBER, '--mode', 'both', '--app', APP_ID], '--app'],
    ['no command', [], 'no command'],
  ])('is %s', async (_what, args, named) => {
    const stage = await startStage({ world: smallWorld() });

    const run = await stage.run(args);

    expect(run).toMatchObject({ status: 64, stdout: '' });
    expect(run.stderr).toContain(named);
    expect(run.stderr).toMatch(/ See dify-usage(?: export)? --help\.\n$/);
    expect(stage.receiver.requests).toEqual([]);
  });
});

describe('status 65', () => {
  it('is a body that the receiver refuses for good, which is kept', async () => {
    const stage = await startStage({ world: smallWorld() });
    stage.receiver.always({ status: 422, body: { message: 'app_id is unknown' } });

    const run = await stage.run(OCTOBER);

    expect(run).toMatchObject({ status: 65, stdout: '' });
    expect(run.stderr).toContain('app_id is unknown');
    expect(await readdir(join(stage.stateDir, 'rejected'))).toHaveLength(1);
    expect(await readdir(join(stage.stateDir, 'spool'))).toEqual([]);
  });
});

describe('status 69', () => {
  it('is a Dify that is down', async () => {
    const stage = await startStage({ world: smallWorld() });
    await stage.dify.close();

    const run = await stage.run(OCTOBER);

    expect(run).toMatchObject({ status: 69, stdout: '' });
    expect(run.stderr).toContain('ECONNREFUSED');
    expect(stage.receiver.requests).toEqual([]);
  });

  it('is one app that cannot be read: the others are sent, the workspace total is not', async () => {
    const build = worldBuilder('1.14.2');
    build.run(build.app('workflow', { name: 'well' }), { nodes: [llm()] });
    const ill = build.app('workflow', { name: 'ill' });
    build.run(ill, { nodes: [llm()] });
    const fault = { path: new RegExp(`^/apps/${ill.id}/`), times: Number.POSITIVE_INFINITY };
    const stage = await startStage({
      world: build.world,
      faults: [{ ...fault, action: { kind: 'answer', status: 500, body: { code: 'oops' } } }],
    });

    const run = await stage.run([...OCTOBER, '--mode', 'both']);

    expect(run).toMatchObject({ status: 69, stdout: '' });
    expect(run.stderr).toContain('App "ill" is withheld');
    expect(stage.receiver.rows('app_records').map((row) => row['app_name'])).toEqual(['well']);
    expect(stage.receiver.rows('workspace_records')).toEqual([]);
  });

  it('is an assumed value with --strict, and nothing is sent', async () => {
    const build = worldBuilder('1.14.2');
    build.message(build.app('chat'));
    const stage = await startStage({ world: build.world });

    const run = await stage.run([...OCTOBER, '--strict']);

    expect(run).toMatchObject({ status: 69, stdout: '' });
    expect(run.stderr).toContain('--strict');
    expect(run.stderr).toContain('assumed_values');
    expect(stage.receiver.requests).toEqual([]);
    expect(await stage.run(OCTOBER)).toMatchObject({ status: 0, stdout: '' });
  });

  it('is the same with --strict in a dry run, which then has nothing to print', async () => {
    const build = worldBuilder('1.14.2');
    build.message(build.app('chat'));
    const stage = await startStage({ world: build.world });

    const run = await stage.run([...OCTOBER, '--strict', '--dry-run']);

    expect(run).toMatchObject({ status: 69, stdout: '' });
    expect(run.stderr).toContain('assumed_values');
  });
});

describe('status 73', () => {
  it.skipIf(process.getuid?.() !== 0 || process.platform !== 'linux')(
    'is a full disk: no empty file is left, and the run after it is complete',
    async ({ skip }) => {
      const stateDir = await smallDisk(64);
      if (stateDir === undefined) return skip('mounting is not allowed here');
      const build = worldBuilder('1.14.2');
      build.run(build.app('workflow'), { nodes: [llm()] });
      const stage = await startStage({ world: build.world, stateDir });
      stage.receiver.always({ status: 503 });
      await stage.run(OCTOBER, { env: { MAX_RETRIES: '0' } });
      const spool = join(stateDir, 'spool');
      const older = await readdir(spool);
      build.run(build.app('workflow'), { nodes: [llm()] });
      await fillDisk(join(stateDir, 'filler'));

      const run = await stage.run(OCTOBER, { env: { MAX_RETRIES: '0' } });

      expect(run).toMatchObject({ status: 73, stdout: '' });
      expect(run.stderr).toContain(`The disk of ${spool} has 0 bytes left`);
      expect(await readdir(spool)).toEqual(older);

      await rm(join(stateDir, 'filler'));
      stage.receiver.always(undefined);
      expect(await stage.run(OCTOBER)).toMatchObject({ status: 0 });
      expect(figures(stage)).toEqual(['2026-10 15 0.0000750 USD', '2026-10 15 0.0000750 USD']);
    },
  );

  it('is a state directory that is a file', async () => {
    const stateDir = join(await temporaryDirectory(), 'state');
    await writeFile(stateDir, 'not a directory');
    const stage = await startStage({ world: smallWorld(), stateDir });

    const run = await stage.run(OCTOBER);

    expect(run).toMatchObject({ status: 73, stdout: '' });
    expect(run.stderr).toContain(stateDir);
    expect(run.stderr).toContain('not a directory');
    expect(stage.receiver.requests).toEqual([]);
  });

  it('is a damaged spool file, which is set aside and named', async () => {
    const stage = await startStage({ world: smallWorld() });
    await stage.run(OCTOBER);
    const name = `20261101T000000000Z-000001-${'a'.repeat(32)}.json`;
    await writeFile(join(stage.stateDir, 'spool', name), '{"v":1,');

    const run = await stage.run(OCTOBER);

    expect(run).toMatchObject({ status: 73, stdout: '' });
    expect(run.stderr).toContain(name);
    expect(await readdir(join(stage.stateDir, 'spool'))).toEqual([]);
    expect(await readdir(join(stage.stateDir, 'quarantine'))).toContain(name);
  });
});

describe('status 75', () => {
  it('is a receiver that is down: the body waits', async () => {
    const stage = await startStage({ world: smallWorld() });
    await stage.receiver.close();

    const run = await stage.run(OCTOBER);

    expect(run).toMatchObject({ status: 75, stdout: '' });
    expect(run.stderr).toContain('ECONNREFUSED');
    expect(await readdir(join(stage.stateDir, 'spool'))).toHaveLength(1);
  });
});

describe('status 76', () => {
  it.each([
    ['an error in disguise', { body: { success: false, message: 'maintenance' } }, 'maintenance'],
    ['a page of HTML', { body: '<html><body>Sign in</body></html>' }, 'HTML'],
  ])('is %s: the body waits', async (_what, answer, named) => {
    const stage = await startStage({ world: smallWorld() });
    stage.receiver.always(answer);

    const run = await stage.run(OCTOBER);

    expect(run).toMatchObject({ status: 76, stdout: '' });
    expect(run.stderr).toContain(named);
    expect(await readdir(join(stage.stateDir, 'spool'))).toHaveLength(1);
  });
});

describe('status 77', () => {
  it('is a password that Dify refuses', async () => {
    const stage = await startStage({ world: smallWorld() });

    const run = await stage.run(OCTOBER, { env: { DIFY_PASSWORD: 'wrong-pass-1' } });

    expect(run).toMatchObject({ status: 77, stdout: '' });
    expect(run.stderr).toContain('DIFY_PASSWORD');
  });

  it('is remembered by a first dry run too, before there is a state directory', async () => {
    const stateDir = join(await temporaryDirectory(), 'not', 'yet');
    const stage = await startStage({ world: smallWorld(), stateDir });
    const wrong = { env: { DIFY_PASSWORD: 'wrong-pass-1' } };

    const run = await stage.run([...OCTOBER, '--dry-run'], wrong);

    expect(run).toMatchObject({ status: 77, stdout: '' });
    expect(run.stderr).toContain('DIFY_PASSWORD');
    expect(await stage.run(OCTOBER, wrong)).toMatchObject({ status: 77 });
    expect(stage.dify.requests.filter(({ path }) => path === '/login')).toHaveLength(1);
  });

  it.each([401, 403])('is a token that the receiver refuses with %i', async (status) => {
    const stage = await startStage({ world: smallWorld() });
    stage.receiver.always({ status, body: { message: 'token expired' } });

    const run = await stage.run(OCTOBER);

    expect(run).toMatchObject({ status: 77, stdout: '' });
    expect(run.stderr).toContain('EXTERNAL_API_TOKEN');
    expect(stage.receiver.requests).toHaveLength(1);
    expect(await readdir(join(stage.stateDir, 'spool'))).toHaveLength(1);
  });
});

describe('status 78', () => {
  it.each(['export', 'export --dry-run', 'export --plan', 'check'])(
    'is a period of the environment that has not begun, in %s',
    async (command) => {
      const stage = await startStage({ world: smallWorld() });
      const env = { DIFY_FETCH_PERIOD: 'custom', START_DATE: '2027-05-01', END_DATE: '2027-05-02' };

      const run = await stage.run(command.split(' '), { env });

      expect(run.status).toBe(78);
      expect(run.stdout + run.stderr).toMatch(/START_DATE: .* has not begun/);
      expect(run.stderr).not.toContain('--help');
    },
  );

  it('is a configuration with every problem named at once', async () => {
    const stage = await startStage({ world: smallWorld() });

    const run = await stage.run(OCTOBER, {
      env: { DIFY_PASSWORD: undefined, EXTERNAL_API_URL: 'ftp://billing', MAX_RETRIES: 'many' },
    });

    expect(run).toMatchObject({ status: 78, stdout: '' });
    for (const name of ['DIFY_PASSWORD', 'EXTERNAL_API_URL', 'MAX_RETRIES']) {
      expect(run.stderr).toContain(name);
    }
    expect(stage.dify.requests).toEqual([]);
  });

  it('is a receiver that is not at this address', async () => {
    const stage = await startStage({ world: smallWorld() });
    stage.receiver.always({ status: 404 });

    const run = await stage.run(OCTOBER);

    expect(run).toMatchObject({ status: 78, stdout: '' });
    expect(run.stderr).toContain('EXTERNAL_API_URL');
    expect(await readdir(join(stage.stateDir, 'spool'))).toHaveLength(1);
  });

  it('shows nothing of a secret in the address', async () => {
    const stage = await startStage({ world: smallWorld() });
    const url = `${stage.receiver.url.href}-old?key=query-secret-1`;

    const run = await stage.run(OCTOBER, { env: { EXTERNAL_API_URL: url } });

    expect(run).toMatchObject({ status: 78, stdout: '' });
    expect(await readdir(join(stage.stateDir, 'spool'))).toHaveLength(1);
  });

  it('is a redirect, which neither the body nor the token follows', async () => {
    const stage = await startStage({ world: smallWorld() });
    const elsewhere = await startFakeReceiver();
    onTestFinished(() => elsewhere.close());
    stage.receiver.always({ status: 307, headers: { location: elsewhere.url.href } });

    const run = await stage.run(OCTOBER);

    expect(run).toMatchObject({ status: 78, stdout: '' });
    expect(run.stderr).toContain(elsewhere.url.host);
    expect(elsewhere.requests).toEqual([]);
    expect(await readdir(join(stage.stateDir, 'spool'))).toHaveLength(1);
  });

  it('is an address that is not the one of a Dify', async () => {
    const stage = await startStage({ world: smallWorld() });

    const run = await stage.run(OCTOBER, { env: { DIFY_API_BASE_URL: stage.receiver.url.origin } });

    expect(run).toMatchObject({ status: 78, stdout: '' });
    expect(run.stderr).toContain('DIFY_API_BASE_URL');
    expect(stage.receiver.requests.map(({ headers }) => headers.authorization)).toEqual([
      undefined,
    ]);
  });
});

const APP_ID = '00000000-0000-4000-8000-000000000001';

/** One run of 10 + 5 tokens of gpt-4o: 0.0000250 + 0.0000500. */
function smallWorld() {
  const build = worldBuilder('1.14.2');
  build.run(build.app('workflow'), { nodes: [llm()] });
  return build.world;
}

function figures({ receiver }: Stage): string[] {
  return receiver
    .rows('app_records')
    .map(({ period, token_count, total_price, currency }) =>
      [period, token_count, total_price, currency].join(' '),
    );
}

async function fillDisk(path: string): Promise<void> {
  await writeFile(path, Buffer.alloc(64 * 1024)).catch(() => undefined);
}

import { chmod, lstat, mkdir, readdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import process from 'node:process';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { InvalidSetting } from '../../src/config/invalid-setting.ts';
import { ExitCode } from '../../src/exit-code.ts';
import { formatHolder } from '../../src/lock/lock-holder.ts';
import { acknowledgeBody } from '../../src/receipts/acknowledge-body.ts';
import { putSnapshot } from '../../src/spool/put-snapshot.ts';
import { openSpool } from '../../src/spool/spool.ts';
import { deliveredBody, queuedEntry } from '../cli/export-builders.ts';
import { check, namesOf } from '../support/check.ts';
import { startFakeReceiver } from '../support/fake-receiver.ts';
import { holder, machine } from '../support/lock.ts';
import { snapshot } from '../support/spool.ts';
import { temporaryDirectory } from '../support/temporary-directory.ts';

const TARGET = 'http://127.0.0.1:1/v1/usage';

async function stateDirectory() {
  const path = join(await temporaryDirectory(), 'state');
  await mkdir(path, { mode: 0o700 });
  return path;
}

describe('the configuration', () => {
  it('has all its problems told, each with its cure', async () => {
    const checked = await check({
      stateDir: await stateDirectory(),
      env: { DIFY_API_BASE_URL: undefined, EXTERNAL_API_URL: 'http://billing.test/x' },
    });

    expect(
      checked.hops
        .filter(({ name }) => name === 'configuration')
        .map(({ status, found, cure }) => [status, found, cure]),
    ).toEqual([
      [
        'failed',
        'DIFY_API_BASE_URL: It is not set.',
        'Set it to the address of Dify, such as http://localhost or https://dify.example.com.',
      ],
      [
        'failed',
        'EXTERNAL_API_URL: It is not an https address, and token and figures would travel unencrypted.',
        'Use https://, or set EXTERNAL_API_ALLOW_HTTP=true to accept that.',
      ],
    ]);
    expect(checked.status).toBe(78);
    expect(checked.hop('state_directory').status).toBe('ok');
  });

  it('of one end may be wrong while the other is looked at', async () => {
    const stateDir = await stateDirectory();
    const noReceiver = { EXTERNAL_API_URL: undefined, EXTERNAL_API_TOKEN: undefined };
    const onlyDify = await check({ stateDir, env: noReceiver });
    const onlyReceiver = await check({ stateDir, env: { DIFY_EMAIL: 'nobody' } });

    expect(namesOf(onlyDify, 'failed')).toEqual(['configuration', 'dify_tcp']);
    expect(namesOf(onlyReceiver, 'failed')).toEqual(['configuration', 'receiver_tcp']);
    expect(onlyReceiver.status).toBe(78);
  });

  it('of one end may be written wrong while the other is looked at', async () => {
    const stateDir = await stateDirectory();
    const receiver = await check({ stateDir, env: { EXTERNAL_API_URL: 'ftp://127.0.0.1/x' } });
    const timeout = await check({ stateDir, env: { EXTERNAL_API_TIMEOUT_MS: 'soon' } });
    const dify = await check({ stateDir, env: { DIFY_CONCURRENCY: 'many' } });
    const report = await check({ stateDir, env: { DIFY_FETCH_PERIOD: 'someday' } });

    expect(namesOf(receiver, 'failed')).toEqual(['configuration', 'dify_tcp']);
    expect(namesOf(timeout, 'failed')).toEqual(['configuration', 'dify_tcp']);
    expect(namesOf(dify, 'failed')).toEqual(['configuration', 'receiver_tcp']);
    expect(report.hop('configuration')).toMatchObject({
      found: 'DIFY_FETCH_PERIOD: There is no such period',
      cure: expect.stringMatching(/^Use one of today, .* such as 2026-11-30\.$/),
    });
    expect(namesOf(report, 'failed')).toEqual(['configuration', 'dify_tcp', 'receiver_tcp']);
  });

  it.each([
    ['a proxy that is written wrong', { env: { HTTPS_PROXY: 'ftp://proxy.test' } }],
    ['an authority that is none', { caFile: 'no certificate' }],
  ])('with %s leads to no attempt without it', async (_what, settings) => {
    const receiver = await startFakeReceiver({});
    onTestFinished(() => receiver.close());
    const { hops } = await check({ stateDir: await stateDirectory(), receiver, ...settings });

    const ends = hops.filter(({ name }) => /^(?:dify|receiver)_/.test(name));
    expect(new Set(ends.map(({ status }) => status))).toEqual(new Set(['not_tried']));
    expect(hops.find(({ name }) => name === 'state_directory')?.status).toBe('ok');
    expect(receiver.requests).toEqual([]);
  });

  it('has its misspelt names told beside its problems', async () => {
    const env = { DIFY_EMAIL: undefined, DIFY_EMIAL: 'ops@example.com' };
    const { hops } = await check({ stateDir: await stateDirectory(), env });

    expect(
      hops.filter(({ name }) => name === 'configuration').map(({ status, code }) => [status, code]),
    ).toEqual([
      ['failed', 'setting'],
      ['warning', 'variable_misspelt'],
    ]);
  });

  it.each([
    ['DIFY_PASSWORD=pw', 0o644],
    ['https_proxy=http://me:pw@proxy.test:3128', 0o604],
  ])('has %s in a file of mode %o told, which everybody may read', async (line, mode) => {
    const envFile = join(await temporaryDirectory(), "it's env");
    await writeFile(envFile, line);
    await chmod(envFile, mode);
    const { hops } = await check({ stateDir: await stateDirectory(), envFile });

    const shown = `0${mode.toString(8)}`;
    expect(hops.filter(({ code }) => code === 'env_file_open')).toMatchObject([
      {
        name: 'configuration',
        status: 'warning',
        found: `the env file ${envFile} has the mode ${shown}: everybody on this host may read the secrets in it`,
        cure: `Leave it to its owner (chmod 600 '${envFile.replace("'", "'\\''")}'), or to its group as well (chmod 640).`,
      },
    ]);
  });

  it.each([
    ['DIFY_PASSWORD=pw', 0o640],
    ['DIFY_EMAIL=ops@example.com\nDIFY_PASSWORD=\nEXTERNAL_API_TOKEN_FILE=/token', 0o644],
    ['DIFY_PASSWORD=aws-sm:prod/dify', 0o644],
  ])('may have %j in a file of mode %o', async (text, mode) => {
    const envFile = join(await temporaryDirectory(), 'env');
    await writeFile(envFile, text);
    await chmod(envFile, mode);
    const { hops } = await check({ stateDir: await stateDirectory(), envFile });

    expect(hops.map(({ code }) => code)).not.toContain('env_file_open');
  });

  it('has what to do about a notice beside it', async () => {
    const env = { NODE_TLS_REJECT_UNAUTHORIZED: '0' };
    const { hops } = await check({ stateDir: await stateDirectory(), env });

    expect(hops.find(({ code }) => code === 'tls_stays_verified')).toMatchObject({
      found: 'NODE_TLS_REJECT_UNAUTHORIZED: It has no effect: certificates are always verified',
      cure: 'Name the authority that signed them with --ca-file.',
    });
  });

  it('that is in a file which is not there is nothing to go on with', async () => {
    const checked = await check({ stateDir: await stateDirectory(), envFile: '/no/such.env' });

    expect(checked.hop('configuration')).toMatchObject({
      status: 'failed',
      found: expect.stringMatching(/^--env-file: /),
      exitCode: 78,
    });
    expect(namesOf(checked, 'ok')).toEqual([]);
  });

  it('has a secret fetched once, and ends as AWS Secrets Manager demands', async () => {
    const asked: (readonly string[])[] = [];
    const env = { DIFY_PASSWORD: 'aws-sm:prod/dify#PW', AWS_REGION: 'ap-northeast-1' };
    const checked = await check({
      stateDir: await stateDirectory(),
      env,
      async fetchSecrets(ids) {
        asked.push(ids);
        const refusal = new InvalidSetting('AWS refused it.', 'Allow it.', ExitCode.noPermission);
        return new Map(ids.map((id) => [id, refusal]));
      },
    });

    expect(asked).toEqual([['prod/dify']]);
    expect(checked.hop('configuration')).toMatchObject({
      status: 'failed',
      found: 'DIFY_PASSWORD: AWS refused it.',
      cure: 'Allow it.',
      exitCode: 77,
    });
    expect(namesOf(checked, 'failed')).toEqual(['configuration', 'receiver_tcp']);
  });

  it('that is wrong as a whole leaves nothing to try', async () => {
    const checked = await check({ stateDir: 'not/absolute' });

    expect(namesOf(checked, 'failed')).toEqual(['configuration']);
    expect(namesOf(checked, 'ok')).toEqual([]);
    expect(checked.status).toBe(78);
  });

  it('may be allowed and still worth a warning', async () => {
    const env = {
      EXTERNAL_API_URL: 'http://billing.invalid/v1',
      EXTERNAL_API_ALLOW_HTTP: 'true',
    };
    const checked = await check({ stateDir: await stateDirectory(), env });

    expect(checked.hop('configuration')).toMatchObject({
      status: 'warning',
      code: 'receiver_over_http',
      found: expect.stringContaining('unencrypted'),
    });
  });
});

describe('the state directory', () => {
  it('may have a cache that is of no use, since an export does without', async () => {
    const stateDir = await stateDirectory();
    await writeFile(join(stateDir, 'cache'), '');

    expect((await check({ stateDir })).hop('state_directory')).toMatchObject({
      status: 'warning',
      code: 'state_directory',
      found: `Cannot use ${join(stateDir, 'cache')}: it is not a directory`,
      exitCode: 0,
    });
  });

  it('is told with mode, owner and free space, and nothing in it is changed', async () => {
    const stateDir = await stateDirectory();
    const before = await lstat(stateDir);
    const checked = await check({ stateDir });

    expect(checked.hop('state_directory')).toMatchObject({
      status: 'ok',
      found: expect.stringMatching(
        /^\S+\/state, mode 0700, owner \d+, [\d.]+ [GM]B free, can be written$/,
      ),
    });
    expect((await lstat(stateDir)).mtimeMs).toBe(before.mtimeMs);
    expect(await readdir(stateDir)).toEqual([]);
  });

  it('need not be there yet, and is not made', async () => {
    const parent = await temporaryDirectory();
    const checked = await check({ stateDir: join(parent, 'a', 'b') });

    expect(checked.hop('state_directory')).toMatchObject({
      status: 'ok',
      found: expect.stringContaining('is not there yet, the first export makes it'),
    });
    expect(checked.hop('lock')).toMatchObject({ status: 'ok', found: 'free' });
    expect(checked.hop('spool')).toMatchObject({ status: 'ok', found: 'empty' });
    expect(await readdir(parent)).toEqual([]);
  });

  it.each([
    ['0755', 0o755],
    ['0710', 0o710],
  ])('that others may enter by %s is warned of, its folders too', async (text, mode) => {
    const stateDir = await stateDirectory();
    await mkdir(join(stateDir, 'spool'));
    await chmod(join(stateDir, 'spool'), mode);
    const checked = await check({ stateDir });

    expect(checked.hop('state_directory')).toMatchObject({
      status: 'warning',
      code: 'state_directory_open',
      found: `${stateDir}/spool has the mode ${text}, and others may enter it`,
      cure: `Let nobody else in: chmod 700 '${stateDir}/spool'`,
    });
  });

  it('must not be a link or a file', async () => {
    const parent = await temporaryDirectory();
    await mkdir(join(parent, 'real'));
    await symlink(join(parent, 'real'), join(parent, 'link'));
    await writeFile(join(parent, 'file'), '');

    const link = await check({ stateDir: join(parent, 'link') });
    const file = await check({ stateDir: join(parent, 'file') });

    expect(link.hop('state_directory')).toMatchObject({
      status: 'failed',
      code: 'state_directory',
      found: expect.stringContaining('it is a symbolic link'),
      exitCode: 73,
    });
    expect(file.hop('state_directory')).toMatchObject({ status: 'failed', exitCode: 73 });
    expect(link.status).toBe(73);
  });

  it('cannot be made where its path leads nowhere', async () => {
    const directory = await temporaryDirectory();
    await symlink(join(directory, 'unmounted'), join(directory, 'link'));
    const path = join(directory, 'link', 'state');
    const checked = await check({ stateDir: path });

    expect(checked.hop('state_directory')).toMatchObject({
      exitCode: 73,
      found: `Cannot use ${path}: its path leads to no directory (ENOENT): a part of it is a file, or a disk that is not mounted`,
      cure: 'Mend that part, or configure another DIFY_USAGE_STATE_DIR.',
    });
  });

  it("must not be another user's", async () => {
    const stateDir = await stateDirectory();
    const { uid } = await lstat(stateDir);
    const user = vi.spyOn(process, 'geteuid').mockReturnValue(uid + 1001);
    onTestFinished(() => user.mockRestore());
    const checked = await check({ stateDir });

    // Root's directories are volumes of containers, which others may be given.
    expect(checked.hop('state_directory').status).toBe(uid === 0 ? 'ok' : 'failed');
  });

  it.skipIf(process.platform !== 'linux')('must be writable', async () => {
    // Of the kernel, in which not even root can make a file.
    const checked = await check({ stateDir: '/proc/self' });
    const below = await check({ stateDir: '/proc/sys/dify-usage' });

    expect(checked.hop('state_directory')).toMatchObject({ status: 'failed', exitCode: 73 });
    expect(below.hop('state_directory')).toMatchObject({
      status: 'failed',
      code: 'state_directory_not_writable',
      found: expect.stringMatching(
        /^\/proc\/sys\/dify-usage is not there or out of reach, and nothing can be made in \/proc\/sys \(E[A-Z]+\)$/,
      ),
      // Never to give away what is above it, which is the system's.
      cure: expect.stringMatching(/^Make it and give it to the user .* DIFY_USAGE_STATE_DIR/),
    });
    expect(namesOf(below, 'not_tried')).toEqual(
      expect.arrayContaining(['lock', 'spool', 'receipts']),
    );
  });
});

describe('the lock', () => {
  const now = () => Date.parse('2026-12-10T04:00:00Z');

  it('that is held would end an export, and stops nobody from looking', async () => {
    const stateDir = await stateDirectory();
    await writeFile(join(stateDir, 'run.lock'), formatHolder(holder()));
    const checked = await check({ stateDir, machine: machine(), now });

    expect(checked.hop('lock')).toEqual({
      name: 'lock',
      status: 'failed',
      code: 'lock_held',
      found: 'held by process 100 on billing-1, since 2026-12-10T03:00:00.000Z',
      cure: 'This passes by itself: an export would end with 75 now, or wait for that run with --lock-wait.',
      exitCode: 75,
    });
    expect(checked.hop('spool').status).toBe('ok');
  });

  it('of a run that was killed is as good as free', async () => {
    const stateDir = await stateDirectory();
    const text = formatHolder(holder({ pid: 7 }));
    await writeFile(join(stateDir, 'run.lock'), text);
    const checked = await check({ stateDir, machine: machine(), now });

    expect(checked.hop('lock')).toMatchObject({
      status: 'ok',
      found:
        'free: the next run takes it over from process 7 on billing-1, since 2026-12-10T03:00:00.000Z, which has ended',
    });
    expect(await readFile(join(stateDir, 'run.lock'), 'utf8')).toBe(text);
  });

  it("of another host's run is a person's decision", async () => {
    const stateDir = await stateDirectory();
    const other = holder({ host: 'evil\u001b[2J', boot_id: 'boot-2' });
    await writeFile(join(stateDir, 'run.lock'), formatHolder(other));
    const checked = await check({ stateDir, machine: machine(), now });

    expect(checked.hop('lock')).toMatchObject({
      status: 'failed',
      code: 'lock_doubtful',
      found:
        'perhaps held by process 100 on evil[2J, since 2026-12-10T03:00:00.000Z, which cannot be seen from here',
      cure: `If it has ended for certain, remove the file: rm '${stateDir}/run.lock'`,
      exitCode: 75,
    });
  });

  it('that is no file is told', async () => {
    const stateDir = await stateDirectory();
    await mkdir(join(stateDir, 'run.lock'));
    const checked = await check({ stateDir, machine: machine(), now });

    expect(checked.hop('lock')).toMatchObject({
      status: 'failed',
      code: 'lock_unreadable',
      exitCode: 73,
    });
  });
});

describe('the spool', () => {
  const now = () => Date.parse('2026-12-10T04:00:00Z');

  async function spoolWith(target: string, createdAt: string) {
    const stateDir = await stateDirectory();
    const spool = await openSpool(stateDir, { now: () => Date.parse(createdAt) });
    await putSnapshot(spool, snapshot({ target }));
    return stateDir;
  }

  it('is told with what waits, since when', async () => {
    const stateDir = await spoolWith(TARGET, '2026-12-07T03:00:00Z');
    const checked = await check({ stateDir, now });

    expect(checked.hop('spool')).toMatchObject({
      status: 'warning',
      code: 'spool_waiting',
      found: '1 wait(s), the oldest of 2026-11-01..2026-11-30 for 3 days',
      cure: 'The next export sends them; make the receiver reachable, or look at spool list.',
    });
  });

  it('that has waited for more than 90 days takes no more', async () => {
    const stateDir = await spoolWith(TARGET, '2026-09-01T03:00:00Z');
    const checked = await check({ stateDir, now });

    expect(checked.hops.filter(({ name }) => name === 'spool')).toMatchObject([
      { status: 'warning', code: 'spool_waiting' },
      {
        status: 'failed',
        code: 'spool_full',
        found: 'it takes no more: a body has waited for more than 90 days',
      },
    ]);
    expect(checked.status).toBe(73);
  });

  it('may hold what is for another receiver, refused or damaged, and none of it is moved', async () => {
    const stateDir = await spoolWith('https://old.test/v1', '2026-12-10T03:00:00Z');
    const damaged = join(stateDir, 'spool', '20261210T030000000Z-000009-zz.json');
    await writeFile(damaged, '');
    await writeFile(join(stateDir, 'rejected', 'a.json'), '{}');
    await writeFile(join(stateDir, 'quarantine', 'b.json'), '');
    const checked = await check({ stateDir, now });

    expect(
      checked.hops.filter(({ name }) => name === 'spool').map(({ code, found }) => [code, found]),
    ).toEqual([
      ['spool_other_receiver', '1 wait(s) for another receiver than the configured one'],
      ['spool_rejected', '1 that the receiver has refused for good'],
      ['spool_damaged', '2 damaged file(s), which cannot be sent'],
    ]);
    expect(await readFile(damaged, 'utf8')).toBe('');
  });
});

describe('the receipts', () => {
  type Delivery = {
    readonly snapshot: string;
    readonly target: string;
    readonly period: string;
    readonly acceptedAt: string;
  };

  async function deliver(stateDir: string, { snapshot, target, period, acceptedAt }: Delivery) {
    const spool = await openSpool(stateDir, { now: Date.now });
    const { name: _name, ...head } = queuedEntry({ target });
    const about = { ...head.about, period };
    const exported = {
      series: 's',
      content: 'c',
      bodies: 1,
      provisional: false,
      totals: [],
    };
    const { isWhole: _isWhole, ...accepted } = deliveredBody({
      target,
      acceptedAt,
      snapshot,
      about,
    });
    await acknowledgeBody(
      spool,
      { ...head, about, export: exported, body: '{"app_records":[]}' },
      accepted,
    );
  }

  it('tell what this receiver has got last', async () => {
    const stateDir = await stateDirectory();
    const [october, november] = ['2026-10-01..2026-10-31', '2026-11-01..2026-11-30'];
    const ours = { target: TARGET, period: november, acceptedAt: '2026-12-01T00:05:00.000Z' };
    const last = { ...ours, period: october, acceptedAt: '2026-12-02T00:05:00.000Z' };
    const other = {
      ...ours,
      target: 'https://old.test/v1',
      acceptedAt: '2026-12-03T00:05:00.000Z',
    };
    await deliver(stateDir, { ...last, snapshot: 'snapshot-1' });
    await deliver(stateDir, { ...ours, snapshot: 'snapshot-2' });
    await deliver(stateDir, { ...other, snapshot: 'snapshot-3' });
    await writeFile(join(stateDir, 'receipts', 'broken.json'), '{');
    const checked = await check({ stateDir });

    expect(
      checked.hops
        .filter(({ name }) => name === 'receipts')
        .map(({ status, code, found }) => [status, code, found]),
    ).toEqual([
      [
        'ok',
        'ok',
        '2, the last for 2026-10-01..2026-10-31 (monthly per_app, Asia/Tokyo) delivered at 2026-12-02T00:05:00.000Z',
      ],
      ['warning', 'receipt_damaged', 'broken.json: it is not JSON'],
    ]);
  });

  it('may be none', async () => {
    const checked = await check({ stateDir: await stateDirectory() });

    expect(checked.hop('receipts')).toMatchObject({
      status: 'ok',
      found: 'none: nothing has been delivered to this receiver from here',
    });
  });
});

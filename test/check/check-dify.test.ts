import { readdir, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { check, namesOf } from '../support/check.ts';
import { worldBuilder } from '../support/fake-dify/builders.ts';
import { loadWorld, RECORDED_PASSWORD } from '../support/fake-dify/load-world.ts';
import { llm } from '../support/fake-dify/node-spec.ts';
import { RECORDED_VERSIONS } from '../support/fake-dify/presets.ts';
import type { FakeDifyOptions } from '../support/fake-dify/server.ts';
import { type FrontAnswer, startFront } from '../support/front.ts';
import { serveDify } from '../support/session.ts';
import { temporaryDirectory } from '../support/temporary-directory.ts';

const NOW = () => Date.parse('2026-11-20T03:00:00Z');

/** One app of each mode, used in September and October; `edit` changes what is in the database. */
async function serve({
  version = '1.14.2',
  edit,
  timeZone = 'UTC',
  ...options
}: Partial<Omit<FakeDifyOptions, 'world'>> & {
  readonly timeZone?: string;
  readonly edit?: (build: ReturnType<typeof worldBuilder>) => void;
} = {}) {
  const build = worldBuilder(version, { timeZone });
  for (const at of ['2026-09-20T03:00:00Z', '2026-10-05T03:00:00Z']) {
    for (const app of build.world.apps.length > 0 ? build.world.apps : makeApps(build)) {
      if (app.mode === 'workflow' || app.mode === 'advanced-chat') {
        build.run(app, { at, nodes: [llm()] });
      } else build.message(app, { at });
    }
  }
  edit?.(build);
  return await serveDify({ version, world: build.world, now: NOW, ...options });
}

function makeApps(build: ReturnType<typeof worldBuilder>) {
  return ['chat', 'completion', 'agent-chat', 'advanced-chat', 'workflow'].map((mode) =>
    build.app(mode),
  );
}

async function checkDify(
  dify: Awaited<ReturnType<typeof serve>>,
  env: Readonly<Record<string, string | undefined>> = {},
) {
  return await check({ dify, stateDir: await temporaryDirectory(), now: NOW, env });
}

describe('the hops to Dify', () => {
  it('say what was found where nothing is wrong', async () => {
    const dify = await serve({ timeZone: 'Asia/Tokyo' });

    const checked = await checkDify(dify);

    const { port } = new URL(dify.origin);
    expect(
      checked.hops
        .filter(({ name }) => name.startsWith('dify_'))
        .map((hop) => [hop.name, hop.status, hop.found.replace(/in \d+ ms/, 'in 1 ms')]),
    ).toEqual([
      ['dify_proxy', 'ok', `none, http://127.0.0.1:${port} is asked directly`],
      ['dify_dns', 'ok', '127.0.0.1 is an address'],
      ['dify_tcp', 'ok', `connected to 127.0.0.1 port ${port} in 1 ms`],
      ['dify_tls', 'ok', 'none, the address is http'],
      ['dify_version', 'ok', 'Dify 1.14.2, measured are 0.15.3 to 1.14.2'],
      ['dify_clock', 'ok', "as this machine's"],
      ['dify_login', 'ok', 'signed in as admin@example.com'],
      ['dify_workspace', 'ok', expect.stringMatching(/^Home \([0-9a-f-]{36}\)$/)],
      [
        'dify_time_zone',
        'ok',
        "Asia/Tokyo, the account's own: whoever changes it there moves the days of the bill",
      ],
      ['dify_apps', 'ok', '5: 1 advanced-chat, 1 agent-chat, 1 chat, 1 completion, 1 workflow'],
      ['dify_role', 'ok', 'owner, may read all 12 kinds of data that were asked for'],
      [
        'dify_retention',
        'ok',
        'runs: the oldest that Dify lists is of 2026-09-20, 61 days ago, before the period, from 2026-10-01',
      ],
      [
        'dify_retention',
        'ok',
        'conversations: the oldest that Dify lists is of 2026-09-20, 61 days ago, before the period, from 2026-10-01',
      ],
    ]);
  });

  it.each(RECORDED_VERSIONS)('are all passed on %s, which is only read', async (version) => {
    const { world } = loadWorld(version);
    const before = JSON.stringify(world);
    const dify = await serveDify({ version, world, now: NOW });

    const checked = await checkDify(dify, { DIFY_PASSWORD: RECORDED_PASSWORD });

    expect(
      checked.hops.filter(({ name, status }) => /^dify_/.test(name) && status !== 'ok'),
    ).toEqual([]);
    const sent = dify.requests.map(({ method, path }) => `${method} ${path}`);
    expect(sent.filter((line) => !line.startsWith('GET '))).toEqual(['POST /login']);
    // The detail of a conversation would mark it as read.
    expect(sent.filter((line) => /conversations\/./.test(line))).toEqual([]);
    expect(JSON.stringify(world) === before).toBe(true);
    expect(sent.length).toBeLessThan(40);
  });

  it('end at a refused connection', async () => {
    const checked = await check({ stateDir: await temporaryDirectory() });

    expect(checked.hop('dify_tcp')).toMatchObject({
      status: 'failed',
      code: 'unreachable',
      found: 'Could not reach 127.0.0.1:1: nothing listens there (ECONNREFUSED, 127.0.0.1:1)',
      cure: 'Check that it runs and that address and port are right.',
      exitCode: 69,
    });
    expect(checked.hop('receiver_tcp')).toMatchObject({ status: 'failed', exitCode: 75 });
    expect(namesOf(checked, 'not_tried')).toEqual([
      'dify_tls',
      'dify_version',
      'dify_clock',
      'dify_login',
      'dify_workspace',
      'dify_time_zone',
      'dify_apps',
      'dify_role',
      'dify_retention',
      'receiver_tls',
      'receiver_access',
      'receiver_clock',
    ]);
    expect(checked.status).toBe(69);
  });

  it('end at a name that nobody knows', async () => {
    const env = { DIFY_API_BASE_URL: 'http://no-such-host.invalid' };
    const limits = { connect: 5000, hop: 10_000 };
    const checked = await check({ stateDir: await temporaryDirectory(), env, limits });

    expect(checked.hop('dify_dns')).toMatchObject({
      status: 'failed',
      code: 'unreachable',
      found: expect.stringMatching(/^Could not reach no-such-host\.invalid: the name /),
      cure: expect.stringMatching(/^Check the (?:address and the )?DNS/),
    });
    expect(checked.hop('dify_tcp').status).toBe('not_tried');
  });

  it('do not wait for a Dify that hangs', async () => {
    const dify = await serve({ faults: [{ path: /features/, action: { kind: 'hang' } }] });
    const checked = await checkDify(dify, { DIFY_FETCH_TIMEOUT_MS: '200' });

    expect(checked.hop('dify_version')).toMatchObject({
      status: 'failed',
      code: 'timeout',
      found: expect.stringMatching(/ did not finish its answer within 200 ms$/),
      exitCode: 69,
    });
  });

  it('give each request the time that it has in an export, and the hop as much as they need', async () => {
    const delay = { kind: 'delay', ms: 150 } as const;
    const dify = await serve({ faults: [{ path: /^\/apps\//, times: 99, action: delay }] });
    const limits = { connect: 5000, hop: 400 };
    const checked = await check({ dify, stateDir: await temporaryDirectory(), now: NOW, limits });

    expect(checked.hop('dify_role')).toMatchObject({ status: 'ok' });
    expect(namesOf(checked, 'failed')).toEqual(['receiver_tcp']);
  });

  it('name the requests that were slow, one that timed out too', async () => {
    let clock = 0;
    const monotonicNow = () => (clock += 6000);
    const dify = await serve({
      faults: [{ path: /^\/workspaces\/current\/members/, times: 9, action: { kind: 'hang' } }],
    });
    const stateDir = await temporaryDirectory();
    const env = { DIFY_FETCH_TIMEOUT_MS: '500' };
    const { hops } = await check({ dify, stateDir, now: NOW, monotonicNow, env });

    expect(hops.find(({ name }) => name === 'dify_version')?.status).toBe('ok');
    expect(hops.filter(({ code }) => code === 'dify_slow')).toContainEqual({
      name: 'dify_version',
      status: 'warning',
      code: 'dify_slow',
      found: 'slow: GET /system-features took 6.0 s',
      cure: 'An export makes many such requests. Look at what Dify and its database are at work with; DIFY_FETCH_TIMEOUT_MS says how long one may take.',
      exitCode: 0,
    });
    expect(hops.filter(({ name }) => name === 'dify_role')).toMatchObject([
      { status: 'ok', found: expect.stringMatching(/^unknown role, may read all 12 /) },
      { status: 'warning', code: 'timeout' },
      { status: 'warning', found: expect.stringContaining('GET /workspaces/current/members') },
    ]);
  });

  it('are passed under the user agent that something in front lets through', async () => {
    const dify = await serve();
    const front = await startFront(dify.origin, (headers) =>
      headers['user-agent'] === 'corp/1' ? undefined : { status: 403 },
    );
    const stateDir = await temporaryDirectory();
    const env = { DIFY_EXTRA_HEADERS: '{"User-Agent":"corp/1"}' };
    const checked = await check({ dify: { origin: front }, stateDir, now: NOW, env });

    expect(namesOf(checked, 'failed')).toEqual(['receiver_tcp']);
  });

  it('end the configuration where the period has not begun', async () => {
    const dify = await serve({ timeZone: 'Asia/Tokyo' });
    const far = await checkDify(dify, { DIFY_FETCH_PERIOD: '2027-01' });
    const zoned = await checkDify(dify, {
      DIFY_FETCH_PERIOD: 'custom',
      START_DATE: '2026-11-21',
      END_DATE: '2026-11-22',
      DIFY_USAGE_TIMEZONE: 'UTC',
    });
    const late = await check({
      dify,
      stateDir: await temporaryDirectory(),
      now: () => Date.parse('2026-11-20T12:00:00Z'),
      env: { DIFY_FETCH_PERIOD: '2026-11-21' },
    });

    expect(far.hop('configuration')).toEqual({
      name: 'configuration',
      status: 'failed',
      code: 'setting',
      found: 'DIFY_FETCH_PERIOD: The period of DIFY_FETCH_PERIOD has not begun anywhere',
      cure: 'Choose one that starts today or earlier.',
      exitCode: 78,
    });
    expect(zoned.hop('configuration')).toMatchObject({
      status: 'failed',
      found: 'START_DATE: The period 2026-11-21..2026-11-22 has not begun: in UTC it is 2026-11-20',
      exitCode: 78,
    });
    // Where it is the next day already it might have begun: the account's zone has to be known.
    expect(
      late.hops.filter(({ name, code }) => name === 'configuration' && code === 'setting'),
    ).toMatchObject([{ found: expect.stringContaining('in Asia/Tokyo it is 2026-11-20') }]);
    for (const checked of [far, zoned, late]) {
      expect(checked.hop('dify_retention').status).toBe('not_tried');
      expect(checked.hop('dify_role').status).toBe('ok');
    }
  });

  it.each([
    ['0.15.2', 'dify_version_old', 'Dify 0.15.2 is older than any version that was measured'],
    ['2.0.0', 'dify_version_unknown', 'Dify 2.0.0 is newer than any version that was measured'],
  ])('warn of the version %s', async (version, code, found) => {
    const dify = await serve({
      faults: [
        {
          path: /features/,
          times: 9,
          action: { kind: 'answer', status: 200, body: {}, headers: { 'x-version': version } },
        },
      ],
    });
    const checked = await checkDify(dify);

    expect(checked.hop('dify_version')).toMatchObject({
      status: 'warning',
      code,
      found: `${found} (0.15.3 to 1.14.2)`,
    });
    expect(checked.hop('dify_login').status).toBe('ok');
  });

  it('tell a page or a redirect from Dify', async () => {
    const page = await serve({ faults: [{ action: { kind: 'html', status: 200 } }] });
    const moved = await serve({
      faults: [
        {
          action: {
            kind: 'answer',
            status: 301,
            headers: { location: 'https://dify.example.com/?token=secret' },
          },
        },
      ],
    });

    expect((await checkDify(page)).hop('dify_version')).toMatchObject({
      status: 'failed',
      code: 'dify_address',
      exitCode: 78,
      cure: expect.stringMatching(/DIFY_API_BASE_URL/),
    });
    const { found } = (await checkDify(moved)).hop('dify_version');
    expect(found).toContain('redirects to https://dify.example.com (301)');
    expect(found).not.toContain('secret');
  });

  it('ask for the version and sign in once', async () => {
    const dify = await serve();
    await checkDify(dify);

    const paths = dify.requests.map(({ path }) => path);
    expect(paths.filter((path) => path === '/system-features')).toHaveLength(1);
    expect(loginsOf(dify)).toBe(1);
  });

  it('pass what is in front of Dify, with its headers', async () => {
    const dify = await serve();
    const origin = await startFront(dify.origin, (headers) =>
      headers['x-tunnel'] === 'tunnel-secret' ? undefined : { status: 403 },
    );
    const stateDir = await temporaryDirectory();
    const env = { DIFY_EXTRA_HEADERS: 'x-tunnel: tunnel-secret' };
    const checked = await check({ dify: { origin }, stateDir, now: NOW, env });

    expect(checked.hop('dify_login').status).toBe('ok');
    expect(checked.hop('dify_role').status).toBe('ok');
    expect(JSON.stringify(checked.hops)).not.toContain('tunnel-secret');
  });

  it.each<[string, FrontAnswer, string, RegExp]>([
    [
      'a login page elsewhere',
      { status: 302, headers: { location: 'https://team.example.com/login?token=s3cret' } },
      ' redirects to https://team.example.com (302)',
      /^Set DIFY_API_BASE_URL .*; or give the headers .* in DIFY_EXTRA_HEADERS, or correct them\.$/,
    ],
    [
      'basic authentication',
      { status: 401, headers: { 'www-authenticate': 'Basic realm="x"' } },
      ' demands basic authentication in front of Dify (401)',
      /^Set DIFY_BASIC_AUTH to user:password, or correct it\.$/,
    ],
    [
      'a refusal in JSON',
      { status: 403, body: '{"code":"forbidden"}' },
      'Something in front of Dify refused the request at ',
      /^Give the headers .* in DIFY_EXTRA_HEADERS, or correct them; check DIFY_API_BASE_URL too\.$/,
    ],
  ])('tell %s in front of Dify, before anybody signs in', async (_, answer, found, cure) => {
    const dify = await serve();
    const origin = await startFront(dify.origin, () => answer);
    const checked = await check({ dify: { origin }, stateDir: await temporaryDirectory() });

    expect(checked.hop('dify_version')).toMatchObject({
      status: 'failed',
      code: 'dify_address',
      found: expect.stringContaining(found),
      cure: expect.stringMatching(cure),
      exitCode: 78,
    });
    expect(checked.hop('dify_login').status).toBe('not_tried');
    expect(dify.requests).toEqual([]);
  });

  it('warn of a clock that is 12 minutes ahead', async () => {
    const dify = await serve({ now: () => NOW() + 720_000 });
    const checked = await checkDify(dify);

    expect(checked.hop('dify_clock')).toMatchObject({
      status: 'warning',
      code: 'clock_skew',
      found:
        '720 s ahead of this machine: a period would be taken to have ended too early or too late',
      cure: 'Set both clocks by NTP.',
    });
    expect(checked.status).toBe(75); // of the receiver alone, which is not there
  });
});

describe('the login', () => {
  it('is tried once with a wrong password, and then not again', async () => {
    const dify = await serve();
    const stateDir = await temporaryDirectory();
    const settings = { dify, stateDir, now: NOW, env: { DIFY_PASSWORD: 'wrong-pass-1' } };

    const refused = await check(settings);
    const blocked = await check(settings);

    expect(refused.hop('dify_login')).toMatchObject({
      status: 'failed',
      code: 'login_refused',
      found: expect.stringContaining('DIFY_EMAIL or DIFY_PASSWORD is wrong'),
      cure: 'Correct them, since Dify locks the account for 24 hours after six wrong attempts.',
      exitCode: 77,
    });
    expect(blocked.hop('dify_login')).toMatchObject({
      status: 'failed',
      code: 'login_blocked',
      found: expect.stringContaining('refused DIFY_EMAIL and DIFY_PASSWORD at 2026-11-20T03:00:00'),
      exitCode: 77,
    });
    expect(refused.status).toBe(77);
    expect(await readdir(stateDir)).toEqual([expect.stringMatching(/^login-refused-/)]);
    expect(loginsOf(dify)).toBe(1);

    await check({ ...settings, forceLogin: true });
    expect(loginsOf(dify)).toBe(2);
  });

  it('is tried again when the password has been corrected', async () => {
    const dify = await serve();
    const stateDir = await temporaryDirectory();
    await check({ dify, stateDir, now: NOW, env: { DIFY_PASSWORD: 'wrong-pass-1' } });

    const checked = await check({ dify, stateDir, now: NOW });

    expect(checked.hop('dify_login').status).toBe('ok');
    expect(await readdir(stateDir)).toEqual([]);
  });

  it('by admin key opens every workspace, and each is named in what is found', async () => {
    const other: string[] = [];
    const dify = await serve({
      adminApiKey: 'admin-key-1',
      edit: (build) => void other.push(build.workspace('Lab').id),
    });
    const [home = ''] = dify.world.workspaces.map(({ id }) => id);
    const env = {
      DIFY_EMAIL: undefined,
      DIFY_PASSWORD: undefined,
      DIFY_ADMIN_API_KEY: 'admin-key-1',
      DIFY_WORKSPACE_ID: `${home},${other[0]}`,
    };

    const checked = await checkDify(dify, env);
    const wrong = await checkDify(dify, { ...env, DIFY_ADMIN_API_KEY: 'admin-key-2' });

    expect(checked.hop('dify_login').found).toBe('the admin API key opens 2 workspace(s)');
    expect(
      checked.hops.filter(({ name }) => name === 'dify_workspace').map(({ found }) => found),
    ).toEqual([`Home (${home})`, `Lab (${other[0]})`]);
    expect(
      checked.hops.filter(({ name }) => name === 'dify_apps').map(({ found }) => found),
    ).toEqual([
      `workspace ${home}: 5: 1 advanced-chat, 1 agent-chat, 1 chat, 1 completion, 1 workflow`,
      `workspace ${other[0]}: the workspace has no app: there is nothing to bill`,
    ]);
    expect(wrong.hop('dify_login')).toMatchObject({
      status: 'failed',
      code: 'login_refused',
      exitCode: 77,
    });
  });
});

describe('the workspace', () => {
  it('may be named', async () => {
    const dify = await serve();
    const [home] = dify.world.workspaces;
    const checked = await checkDify(dify, { DIFY_WORKSPACE_ID: home?.id });

    expect(checked.hop('dify_workspace')).toMatchObject({
      status: 'ok',
      found: `Home (${home?.id})`,
    });
  });

  it('must be the configured one', async () => {
    const dify = await serve();
    const wanted = '6f1d4c0e-0000-4000-8000-000000000001';
    const checked = await checkDify(dify, { DIFY_WORKSPACE_ID: wanted });

    expect(checked.hop('dify_workspace')).toMatchObject({
      status: 'failed',
      code: 'dify_other_workspace',
      found: expect.stringMatching(
        new RegExp(
          `^the account is in Home \\([0-9a-f-]{36}\\), not in DIFY_WORKSPACE_ID ${wanted}$`,
        ),
      ),
      exitCode: 78,
    });
    expect(checked.hop('dify_apps').status).toBe('not_tried');
  });
});

describe('the settings of the report', () => {
  it('may be wrong while all of Dify that needs none is looked at', async () => {
    const checked = await checkDify(await serve(), { DIFY_OUTPUT_MODE: 'per_team' });

    expect(checked.hop('configuration').status).toBe('failed');
    expect(checked.hop('dify_workspace').status).toBe('ok');
    expect(checked.hop('dify_apps').status).toBe('ok');
    for (const name of ['dify_time_zone', 'dify_role', 'dify_retention'] as const) {
      expect(checked.hop(name).status).toBe('not_tried');
    }
  });
});

describe('the time zone', () => {
  it.each([
    [null, 'no time zone'],
    ['UTC+8', 'a time zone that is no IANA name'],
  ])('of the account may not be %s', async (timezone, what) => {
    const dify = await serve({
      edit: ({ owner }) => {
        owner.timezone = timezone;
      },
    });
    const checked = await checkDify(dify, { DIFY_USAGE_TIMEZONE: 'Asia/Tokyo' });

    expect(checked.hop('dify_time_zone')).toMatchObject({
      status: 'failed',
      code: 'account_time_zone',
      found: expect.stringContaining(`has ${what}, and Dify answers its statistics with errors`),
      cure: 'Choose one for this account in Dify under Settings → Language → Time zone; DIFY_USAGE_TIMEZONE does not replace it.',
      exitCode: 78,
    });
    expect(checked.hop('dify_apps').status).toBe('ok');
    expect(checked.hop('dify_role').status).toBe('not_tried');
  });

  it('may be another than the configured one, and daily records cost more then', async () => {
    const dify = await serve({ timeZone: 'America/New_York' });
    const env = { DIFY_USAGE_TIMEZONE: 'Asia/Tokyo' };

    const monthly = await checkDify(dify, env);
    const daily = await checkDify(dify, { ...env, DIFY_AGGREGATION_PERIOD: 'daily' });

    expect(monthly.hop('dify_time_zone')).toMatchObject({
      status: 'ok',
      found: "Asia/Tokyo, the account's is America/New_York, which costs nothing with such records",
    });
    expect(daily.hop('dify_time_zone')).toMatchObject({
      status: 'warning',
      code: 'time_zones_differ',
      found: expect.stringContaining('one more request for each day'),
    });
  });
});

describe('the time zones of several workspaces', () => {
  it('leave it to the configuration which one is billed in', async () => {
    const other: string[] = [];
    const dify = await serve({
      adminApiKey: 'admin-key-1',
      edit: (build) => {
        const owner = build.account({ timezone: 'Asia/Tokyo' });
        other.push(build.workspace('Lab', owner).id);
      },
    });
    const env = {
      DIFY_EMAIL: undefined,
      DIFY_PASSWORD: undefined,
      DIFY_ADMIN_API_KEY: 'admin-key-1',
      DIFY_WORKSPACE_ID: `${dify.world.workspaces[0]?.id},${other[0]}`,
    };
    const open = await checkDify(dify, env);
    const chosen = await checkDify(dify, { ...env, DIFY_USAGE_TIMEZONE: 'Asia/Tokyo' });

    expect(open.hop('dify_time_zone')).toMatchObject({
      status: 'failed',
      code: 'time_zones_many',
      found: 'the owners of the workspaces have different time zones: UTC, Asia/Tokyo',
      exitCode: 78,
    });
    expect(chosen.hop('dify_time_zone').status).toBe('ok');
  });
});

describe('the apps', () => {
  it('may be none', async () => {
    const dify = await serve({
      edit: ({ world }) => void world.apps.splice(0),
    });
    const checked = await checkDify(dify);

    expect(checked.hop('dify_apps')).toMatchObject({
      status: 'warning',
      code: 'no_apps',
      found: 'the workspace has no app: there is nothing to bill',
    });
    expect(checked.hop('dify_role')).toMatchObject({ status: 'ok' });
  });

  it('of a mode that is not covered are named, harmlessly', async () => {
    const dify = await serve({
      edit: (build) => void build.app('channel', { name: 'evil\u001b[31m\u202ename\nline' }),
    });
    const checked = await checkDify(dify);

    const [apps, strange] = checked.hops.filter(({ name }) => name === 'dify_apps');
    expect(apps).toMatchObject({ status: 'ok', found: expect.stringMatching(/^6: .*1 channel/) });
    expect(strange).toMatchObject({
      status: 'warning',
      code: 'apps_not_covered',
      found: 'not covered, since their mode is not known: evil[31mname line (channel)',
    });
  });

  it('of every mode that is billed are covered', async () => {
    const dify = await serve({ edit: (build) => void build.app('agent') });

    expect((await checkDify(dify)).hop('dify_apps')).toMatchObject({
      status: 'ok',
      found: '6: 1 advanced-chat, 1 agent, 1 agent-chat, 1 chat, 1 completion, 1 workflow',
    });
  });

  it('that break the list of 1.10.1 are counted', async () => {
    const dify = await serve({
      version: '1.10.1',
      edit: (build) => {
        build.app('workflow').brokenDraft = true;
      },
    });
    const checked = await checkDify(dify);

    expect(checked.hops.filter(({ name }) => name === 'dify_apps')).toMatchObject([
      { status: 'ok' },
      { status: 'failed', code: 'apps_unlistable', exitCode: 69 },
    ]);
  });
});

describe('a state directory that cannot remember a refusal', () => {
  it('keeps the login from being tried, and nothing else', async () => {
    const dify = await serve({ timeZone: 'Asia/Tokyo' });
    const stateDir = join(await temporaryDirectory(), 'link');
    await symlink(await temporaryDirectory(), stateDir);

    const checked = await check({ dify, stateDir, now: NOW, env: {} });

    expect(checked.hop('dify_login')).toMatchObject({
      status: 'failed',
      code: 'state_directory',
      exitCode: 73,
    });
    expect(checked.hop('receipts')).toBeDefined();
    expect(dify.requests.filter(({ path }) => path === '/login')).toEqual([]);
  });
});

describe('the role', () => {
  const lower = {
    edit: ({ world }: ReturnType<typeof worldBuilder>) => {
      for (const member of world.members) member.role = 'normal';
    },
  };

  it('is too low when what is needed is forbidden', async () => {
    const dify = await serve(lower);
    const checked = await checkDify(dify, { DIFY_OUTPUT_MODE: 'per_user' });

    expect(checked.hop('dify_role')).toMatchObject({
      status: 'failed',
      code: 'role_too_low',
      found:
        'normal, may not read GET /apps/{app}/chat-conversations, GET /apps/{app}/completion-conversations',
      cure: 'Give the Dify account the role editor or higher in this workspace.',
      exitCode: 77,
    });
  });

  it.each([403, 404, 500])(
    'has no name where that is refused by %i, as an export needs none',
    async (status) => {
      const answer = { kind: 'answer', status, body: { code: 'x', message: 'x' } } as const;
      const dify = await serve({ faults: [{ path: /members/, times: 9, action: answer }] });
      const { hops, status: ended } = await checkDify(dify);

      expect(hops.filter(({ name }) => name === 'dify_role')).toMatchObject([
        { status: 'ok', found: expect.stringMatching(/^unknown role, may read all 12 /) },
        { status: 'warning', found: expect.stringContaining('GET /workspaces/current/members') },
      ]);
      expect(ended).toBe(75);
    },
  );

  it('is too low for sums, too, which read the lists where currencies may mix', async () => {
    const dify = await serve(lower);
    const checked = await checkDify(dify, { DIFY_OUTPUT_MODE: 'per_app' });

    expect(checked.hop('dify_role')).toMatchObject({ status: 'failed', exitCode: 77 });
  });

  it('is too low for the runs of chatflows that 1.9.1 finds through messages', async () => {
    const dify = await serve({ ...lower, version: '1.9.1' });
    const checked = await checkDify(dify, { DIFY_OUTPUT_MODE: 'per_app' });

    expect(checked.hop('dify_role')).toMatchObject({ status: 'failed', exitCode: 77 });
  });

  it('is not judged by an app that was deleted meanwhile', async () => {
    const dify = await serve({
      faults: [
        {
          path: /token-costs/,
          action: { kind: 'run', before: (world) => void world.apps.splice(0, 1) },
        },
      ],
    });
    const checked = await checkDify(dify);

    expect(checked.hop('dify_role')).toMatchObject({ status: 'ok' });
    expect(namesOf(checked, 'failed').filter((name) => name.startsWith('dify_'))).toEqual([]);
  });

  it('may not read what Dify does not have, for which an export withholds the app', async () => {
    const body = { code: 'not_found', message: 'Not Found', status: 404 };
    const action = { kind: 'answer', status: 404, body } as const;
    const dify = await serve({ faults: [{ path: /token-costs/, times: 99, action }] });
    const checked = await checkDify(dify);

    expect(checked.hop('dify_role')).toMatchObject({
      status: 'failed',
      found: expect.stringContaining('token-costs does not exist (404 not_found)'),
      exitCode: 69,
    });
  });
});

describe('the log retention', () => {
  it('is doubted when the oldest run is later than the period', async () => {
    const dify = await serve({
      edit: ({ world }) => {
        const keeps = (at: number) => at > Date.parse('2026-10-03T00:00:00Z') * 1000;
        world.logs.splice(
          0,
          world.logs.length,
          ...world.logs.filter((log) => keeps(log.createdAtUs)),
        );
        world.conversations.splice(
          0,
          world.conversations.length,
          ...world.conversations.filter((row) => keeps(row.createdAtUs)),
        );
      },
    });
    const checked = await checkDify(dify);

    const [runs, conversations] = checked.hops.filter(({ name }) => name === 'dify_retention');
    expect(runs).toMatchObject({
      status: 'warning',
      code: 'retention',
      found:
        'runs: the oldest that Dify lists is of 2026-10-05, 46 days ago, later than the start of the period on 2026-10-01; Dify does not tell whether there were none before or they were cleaned up',
      cure: expect.stringContaining('export every day'),
    });
    expect(conversations).toMatchObject({ status: 'warning', code: 'retention' });
  });

  it('is that of the oldest run of all apps', async () => {
    const dify = await serve({
      edit: (build) => {
        build.world.logs.splice(0);
        build.world.conversations.splice(0);
        for (const at of ['2026-10-06T03:00:00Z', '2026-10-04T03:00:00Z', '2026-10-05T03:00:00Z']) {
          build.run(build.app('workflow'), { at, nodes: [llm()] });
        }
      },
    });

    const [runs] = (await checkDify(dify)).hops.filter(({ name }) => name === 'dify_retention');
    expect(runs?.found).toContain('the oldest that Dify lists is of 2026-10-04, 47 days ago');
  });

  it('is doubted when the messages of the oldest conversation are gone', async () => {
    const dify = await serve({
      edit: ({ world }) => void world.messages.splice(0),
    });
    const checked = await checkDify(dify);

    expect(checked.hops.filter(({ name }) => name === 'dify_retention').at(-1)).toMatchObject({
      status: 'warning',
      code: 'retention',
      found: expect.stringContaining('it has no messages any more'),
    });
  });

  it('is nothing to apps that are younger than the period', async () => {
    const dify = await serve();
    const checked = await checkDify(dify, { DIFY_FETCH_PERIOD: '2024-01' });

    expect(checked.hops.filter(({ name }) => name === 'dify_retention')).toMatchObject([
      { status: 'ok', found: 'runs: no app is older than the period, from 2024-01-01' },
      { status: 'ok' },
    ]);
  });

  it('is not asked for a period that has begun by the clock of Dify only', async () => {
    const dify = await serve({ now: () => Date.parse('2026-12-02T03:00:00Z') });
    const checked = await checkDify(dify, { DIFY_FETCH_PERIOD: '2026-12' });

    expect(checked.hop('configuration')).toMatchObject({ status: 'failed', exitCode: 78 });
    expect(checked.hop('dify_retention').status).toBe('not_tried');
  });
});

function loginsOf({ requests }: { readonly requests: readonly { readonly path: string }[] }) {
  return requests.filter(({ path }) => path === '/login').length;
}

import { afterEach, describe, expect, it } from 'vitest';
import { type FakeDify, type FakeDifyOptions, startFakeDify } from '../support/fake-dify/server.ts';
import type { World } from '../support/fake-dify/world.ts';
import { call } from './auth-replay/call.ts';
import { loadFixture } from './auth-replay/exchange.ts';
import { base64, sessionOf } from './auth-replay/stage.ts';

const DAY_MS = 86_400_000;
const START = Date.parse('2026-11-22T18:00:00Z');

let fake: FakeDify | undefined;
let now = START;

afterEach(async () => {
  await fake?.close();
  fake = undefined;
  now = START;
});

describe('the app list of the fake Dify', () => {
  it.each([
    [1, 23],
    [2, 22],
    [3, 22],
    [5, 23],
    [7, 23],
  ])(
    'in pages of %i shows %i different apps of 23, four of which are of equal time',
    async (limit, different) => {
      await start('1.14.2');
      const ids: unknown[] = [];
      for (let page = 1; (page - 1) * limit < 23; page++) {
        ids.push(...(await listApps(`page=${page}&limit=${limit}`)));
      }
      expect([ids.length, new Set(ids).size]).toEqual([23, different]);
    },
  );

  it('hides agent apps from every mode but their own after 1.14', async () => {
    const { world } = loadFixture('1.14.2');
    const agent = world.apps.find(({ name }) => name === 'auth-probe completion');
    if (agent !== undefined) agent.mode = 'agent';
    await start('1.15.0', { world });
    expect(await listApps('limit=100')).not.toContain(agent?.id);
    expect(await listApps('limit=100&mode=agent')).toEqual([agent?.id]);
  });

  it('sorts by the last change after 1.14 unless asked otherwise', async () => {
    const { world } = loadFixture('1.14.2');
    const oldest = world.apps.find(({ name }) => name === 'auth-probe chat');
    if (oldest !== undefined) oldest.updatedAtUs = START * 1000;
    await start('1.15.0', { world });
    expect((await listApps('limit=100'))[0]).toBe(oldest?.id);
    expect((await listApps('limit=100&sort_by=recently_created'))[22]).toBe(oldest?.id);
    expect((await listApps('limit=100&sort_by=earliest_created'))[0]).toBe(oldest?.id);
  });

  it('shows a new name at once', async () => {
    const { world } = loadFixture('1.14.2');
    await start('1.14.2', { world });
    for (const app of world.apps) if (app.name === 'auth-probe chat') app.name = 'Renamed';
    expect(await listApps('name=renamed')).toHaveLength(1);
  });
});

describe('a session of the fake Dify', () => {
  it('refuses parameters with 422 after 1.14', async () => {
    await start('1.15.0');
    const answer = await login('pmulti', {});
    const refused = await get('/apps?limit=101', headersOf(answer));
    expect(refused).toMatchObject({ status: 422, body: { code: 'unprocessable_entity' } });
  });

  it('is locked out for 24 hours from the last counted failure', async () => {
    await start('1.14.2');
    for (let i = 0; i < 6; i++) await login('plock', { password: 'Wrong0Password1' });
    now += DAY_MS - 1;
    expect(await login('plock', {})).toMatchObject({ status: 429 });
    now += 1;
    expect(await login('plock', {})).toMatchObject({ status: 200 });
  });

  it('forgets earlier failures with a successful login', async () => {
    await start('1.14.2');
    for (let i = 0; i < 2; i++) {
      for (let wrong = 0; wrong < 5; wrong++) await login('plock', { password: 'Wrong0Password1' });
      expect(await login('plock', {})).toMatchObject({ status: 200 });
    }
  });

  it('makes an invited account active', async () => {
    await start('1.14.2');
    await login('ppending', {});
    const invited = fake?.world.accounts.find(({ email }) => email.startsWith('ppending'));
    expect(invited?.status).toBe('active');
  });

  it('can be refreshed for 30 days', async () => {
    await start('1.14.2');
    const first = sessionOf(await login('pmulti', {}));
    now += 30 * DAY_MS - 1;
    const second = await refresh(first.refreshToken);
    expect(second.status).toBe(200);
    now += 30 * DAY_MS;
    expect(await refresh(sessionOf(second).refreshToken)).toMatchObject({ status: 401 });
  });

  it('ends with the second in which its access token expires', async () => {
    await start('1.14.2', { accessTokenSeconds: 60 });
    const headers = headersOf(await login('pmulti', {}));
    now += 59_999;
    expect(await get('/account/profile', headers)).toMatchObject({ status: 200 });
    now += 1;
    expect(await get('/account/profile', headers)).toMatchObject({
      status: 401,
      body: { message: 'Token has expired.' },
    });
  });

  it.each([
    ['1.9.1', []],
    ['1.9.2', ['__Host-access_token', '__Host-refresh_token', '__Host-csrf_token']],
    ['1.10.0', ['access_token', 'refresh_token', 'csrf_token']],
  ])('in %s, https with a cookie domain, has the cookies %j', async (version, names) => {
    await start(version, { secureCookies: true, cookieDomain: '.example.com' });
    const { setCookie } = await login('pmulti', {}, version);
    expect(setCookie.map((line) => line.split('=')[0])).toEqual(names);
  });
});

describe('a wrong method', () => {
  it.each([
    ['1.11.4', '/ping', 'object'],
    ['1.12.1', '/ping', 'string'],
    ['1.12.1', '/account/profile', 'object'],
  ])('is refused by %s on %s with a body that is a %s', async (version, path, type) => {
    await start(version);
    const { status, body } = await post(path, {});
    expect([status, typeof body]).toEqual([405, type]);
  });
});

describe('the current workspace of an account', () => {
  it('is chosen and stored with the first request that finds none', async () => {
    await start('1.14.2');
    await get('/workspaces', headersOf(await login('pnocurrent', {})));
    expect(currentOf('pnocurrent')).toEqual(['Probe B']);
  });

  it('is left for good when it is archived and asked for', async () => {
    const { world } = loadFixture('1.14.2');
    await start('1.14.2', { world });
    makeCurrent('pthree', 'Probe Z');
    await post('/workspaces/current', {}, headersOf(await login('pthree', {})));
    expect(currentOf('pthree')).toEqual(['Probe A']);
  });
});

function makeCurrent(name: string, workspace: string): void {
  const id = fake?.world.workspaces.find((candidate) => candidate.name === workspace)?.id;
  for (const member of membershipsOf(name)) member.current = member.workspaceId === id;
}

function currentOf(name: string): readonly (string | undefined)[] {
  return membershipsOf(name)
    .filter(({ current }) => current)
    .map(({ workspaceId }) => fake?.world.workspaces.find(({ id }) => id === workspaceId)?.name);
}

function membershipsOf(name: string) {
  const account = fake?.world.accounts.find(({ email }) => email.startsWith(`${name}@`));
  return fake?.world.members.filter(({ accountId }) => accountId === account?.id) ?? [];
}

async function start(version: string, options: Partial<FakeDifyOptions> = {}): Promise<void> {
  const world: World = options.world ?? loadFixture('1.14.2').world;
  fake = await startFakeDify({ version, now: () => now, ...options, world });
}

async function login(name: string, { password = 'Right0Password1' }, version = '1.14.2') {
  const plain = ['1.9.1', '1.9.2', '1.10.0'].includes(version);
  const email = `${name}@probe.example.com`;
  return post('/login', { email, password: plain ? password : base64(password) });
}

function refresh(token: string) {
  return post('/refresh-token', {}, { cookie: `refresh_token=${token}` });
}

async function listApps(query: string): Promise<readonly unknown[]> {
  const { body } = await get(`/apps?${query}`, headersOf(await login('powner', {})));
  const { data } = body as { readonly data: readonly { readonly id: string }[] };
  return data.map(({ id }) => id);
}

function headersOf(answer: Awaited<ReturnType<typeof login>>) {
  const { accessToken, csrfToken } = sessionOf(answer);
  const cookie = `access_token=${accessToken}; csrf_token=${csrfToken}`;
  return { cookie, 'x-csrf-token': csrfToken };
}

function get(path: string, headers: Readonly<Record<string, string>>) {
  const target = `/console/api${path}`;
  return call(fake?.origin ?? '', { method: 'GET', target, headers, body: undefined });
}

function post(path: string, body: object, headers: Readonly<Record<string, string>> = {}) {
  return call(fake?.origin ?? '', {
    method: 'POST',
    target: `/console/api${path}`,
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });
}

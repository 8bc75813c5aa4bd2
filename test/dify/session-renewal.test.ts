import { describe, expect, it } from 'vitest';
import { fetchCurrentWorkspace } from '../../src/dify/account.ts';
import { fetchApps } from '../../src/dify/app-list.ts';
import { worldBuilder } from '../support/fake-dify/builders.ts';
import type { Fault } from '../support/fake-dify/faults.ts';
import type { FakeDify, FakeDifyOptions } from '../support/fake-dify/server.ts';
import { prepareSession, serveDify, signInTo } from '../support/session.ts';

const serve = (version: string, options: Partial<FakeDifyOptions> = {}) =>
  serveDify({ version, world: worldBuilder(version).world, ...options });

const countOf = ({ requests }: FakeDify, path: string) =>
  requests.filter((request) => request.path === path).length;

const EXPIRE_ONCE = { path: /^\/workspaces$/, action: { kind: 'expire-tokens' } } as const;
const REFUSE_REFRESH = {
  path: /^\/refresh-token$/,
  times: 99,
  action: {
    kind: 'answer',
    status: 401,
    body: { result: 'fail', message: 'Invalid refresh token' },
  },
} as const;
const REFUSE_SESSION = {
  path: /^\/workspaces$/,
  times: 99,
  action: {
    kind: 'answer',
    status: 401,
    body: { code: 'unauthorized', message: 'Token has expired.', status: 401 },
  },
} as const;

describe('a session', () => {
  it.each([
    ['0.15.3', false],
    ['1.8.1', false],
    ['1.9.1', false],
    ['1.9.2', false],
    ['1.9.2', true],
    ['1.10.1', true],
    ['1.11.4', false],
    ['1.14.2', true],
    ['1.15.0', false],
  ])('that expires on %s (https: %s) is refreshed and goes on', async (version, secureCookies) => {
    const fake = await serve(version, { secureCookies, faults: [EXPIRE_ONCE] });
    const session = await signInTo(fake);

    expect(await fetchCurrentWorkspace(session)).toMatchObject({ name: 'Home' });

    expect(countOf(fake, '/refresh-token')).toBe(1);
    expect(countOf(fake, '/login')).toBe(1);
  });

  it('is refreshed at 80 % of its life', async () => {
    let now = Date.parse('2026-11-20T12:00:00Z');
    const fake = await serve('1.14.2', { now: () => now, accessTokenSeconds: 1000 });
    const session = await signInTo(fake, { now: () => now });

    now += 799_000;
    await fetchCurrentWorkspace(session);
    expect(countOf(fake, '/refresh-token')).toBe(0);
    now += 1000;
    await fetchCurrentWorkspace(session);
    expect(countOf(fake, '/refresh-token')).toBe(1);
    now += 799_000;
    await fetchCurrentWorkspace(session);
    expect(countOf(fake, '/refresh-token')).toBe(1);
    expect(countOf(fake, '/workspaces')).toBe(3);
  });

  it('is refreshed once by eight requests at 80 % of its life', async () => {
    let now = Date.parse('2026-11-20T12:00:00Z');
    const fake = await serve('1.14.2', { now: () => now });
    const session = await signInTo(fake, { now: () => now });

    now += 50 * 60_000;
    await Promise.all(Array.from({ length: 8 }, () => fetchCurrentWorkspace(session)));

    expect(countOf(fake, '/refresh-token')).toBe(1);
    expect(countOf(fake, '/workspaces')).toBe(8);
  });

  it.each(['1.8.1', '1.14.2'])(
    'of %s that expires under eight requests is refreshed once',
    async (version) => {
      const fake = await serve(version);
      const session = await signInTo(fake);
      await fetchCurrentWorkspace(session);
      fake.addFault({ action: { kind: 'expire-tokens' } });

      const read = Array.from({ length: 8 }, () => fetchCurrentWorkspace(session));
      const workspaces = await Promise.all(read);

      expect(workspaces.map(({ name }) => name)).toEqual(Array(8).fill('Home'));
      expect(countOf(fake, '/refresh-token')).toBe(1);
      expect(countOf(fake, '/login')).toBe(1);
    },
  );

  it('may expire again and again', async () => {
    const fake = await serve('1.14.2');
    const session = await signInTo(fake);

    for (let time = 0; time < 5; time += 1) {
      fake.addFault({ path: /^\/workspaces$/, skip: 2, action: { kind: 'expire-tokens' } });
      for (let request = 0; request < 3; request += 1) await fetchCurrentWorkspace(session);
    }

    expect(countOf(fake, '/refresh-token')).toBe(5);
    expect(countOf(fake, '/login')).toBe(1);
  });

  it('is not refreshed again for a refusal that comes after the refresh', async () => {
    const late401 = {
      status: 401,
      body: { code: 'unauthorized', message: 'Token has expired.', status: 401 },
    };
    const fake = await serve('1.14.2', {
      faults: [
        EXPIRE_ONCE,
        { path: /^\/apps/, action: { kind: 'delay', ms: 60 } },
        { path: /^\/apps/, action: { kind: 'answer', ...late401 } },
      ],
    });
    const session = await signInTo(fake);

    const [workspace, list] = await Promise.all([
      fetchCurrentWorkspace(session),
      fetchApps(session),
    ]);

    expect(workspace.name).toBe('Home');
    expect(list.apps).toEqual([]);
    expect(countOf(fake, '/refresh-token')).toBe(1);
  });

  it('that expires again before a refused request is repeated is refreshed again', async () => {
    const again = { ...EXPIRE_ONCE, skip: 3 };
    const fake = await serve('1.14.2', { faults: [EXPIRE_ONCE, again] });
    const session = await signInTo(fake, { concurrency: 1 });

    const read = Array.from({ length: 2 }, () => fetchCurrentWorkspace(session));

    expect((await Promise.all(read)).map(({ name }) => name)).toEqual(['Home', 'Home']);
    expect(countOf(fake, '/refresh-token')).toBe(2);
    expect(countOf(fake, '/login')).toBe(1);
  });

  it('whose refresh is refused signs in again exactly once', async () => {
    const fake = await serve('1.14.2', { faults: [EXPIRE_ONCE, REFUSE_REFRESH] });
    const session = await signInTo(fake);

    expect(await fetchCurrentWorkspace(session)).toMatchObject({ name: 'Home' });
    expect(countOf(fake, '/login')).toBe(2);

    fake.addFault(EXPIRE_ONCE);
    await expect(fetchCurrentWorkspace(session)).rejects.toMatchObject({
      name: 'DifyError',
      remedy: 'operator',
    });
    expect(countOf(fake, '/login')).toBe(2);
  });

  it('that is refused whatever its token ends after one refresh and one repetition', async () => {
    const fake = await serve('1.14.2', { faults: [REFUSE_SESSION] });
    const session = await signInTo(fake);

    await expect(fetchCurrentWorkspace(session)).rejects.toMatchObject({ problem: 'session' });

    expect(countOf(fake, '/workspaces')).toBe(2);
    expect(countOf(fake, '/refresh-token')).toBe(1);
    expect(countOf(fake, '/login')).toBe(1);
  });

  it('writes the marker when the account is refused at the second login', async () => {
    const build = worldBuilder('1.14.2');
    const fake = await serve('1.14.2', { world: build.world, faults: [REFUSE_REFRESH] });
    const opening = await prepareSession(fake.origin);
    const session = await opening.open();
    build.owner.password = 'changed-pass-2';
    fake.addFault(EXPIRE_ONCE);

    await expect(fetchCurrentWorkspace(session)).rejects.toMatchObject({ problem: 'credentials' });
    await expect(opening.open()).rejects.toThrow('--force-login');

    expect(countOf(fake, '/login')).toBe(2);
  });

  it('waits for a Dify that cannot be reached for a refresh', async () => {
    const fake = await serve('1.14.2', {
      faults: [EXPIRE_ONCE, { path: /^\/refresh-token$/, times: 2, action: { kind: 'refuse' } }],
    });
    const opening = await prepareSession(fake.origin);
    const session = await opening.open();

    expect(await fetchCurrentWorkspace(session)).toMatchObject({ name: 'Home' });

    expect(opening.waits).toEqual([1000, 2000]);
    expect(countOf(fake, '/login')).toBe(1);
  });

  describe('whose refresh fails while its tokens are good', () => {
    async function open(fault: Omit<Fault, 'path'>) {
      const clock = { now: Date.parse('2026-11-20T12:00:00Z') };
      const now = () => clock.now;
      const fake = await serve('1.14.2', { now });
      const opening = await prepareSession(fake.origin, {
        now,
        advance: (ms) => {
          clock.now += ms;
        },
        timeoutMs: 100,
      });
      const session = await opening.open();
      clock.now += 50 * 60_000;
      fake.addFault({ path: /^\/refresh-token$/, ...fault });
      return { fake, clock, opening, session };
    }
    const DOWN = { kind: 'answer', status: 503, body: {} } as const;

    it.each([
      ['answers 503', DOWN],
      ['refuses the connection', { kind: 'refuse' }],
      ['does not answer', { kind: 'hang' }],
    ] as const)(
      'since Dify %s is refreshed a minute later, and asks less at once',
      async (_, action) => {
        const { fake, clock, opening, session } = await open({ action });

        for (let time = 0; time < 10; time += 1) await fetchCurrentWorkspace(session);
        expect(countOf(fake, '/refresh-token')).toBe(1);
        expect(opening.ports.gate.limit()).toBe(4);

        clock.now += 59_999;
        await fetchCurrentWorkspace(session);
        expect(countOf(fake, '/refresh-token')).toBe(1);
        clock.now += 1;
        await fetchCurrentWorkspace(session);
        expect(countOf(fake, '/refresh-token')).toBe(2);
      },
    );

    it('waits for as long as Dify asks it to', async () => {
      const action = { ...DOWN, headers: { 'retry-after': '300' } };
      const { fake, clock, session } = await open({ action });
      const failedAt = clock.now;

      await fetchCurrentWorkspace(session);
      expect(clock.now - failedAt).toBe(300_000);
      await fetchCurrentWorkspace(session);

      expect(countOf(fake, '/refresh-token')).toBe(2);
    });

    it('is refreshed at once when they are over', async () => {
      const { fake, clock, session } = await open({ action: DOWN });
      await fetchCurrentWorkspace(session);

      clock.now += 10 * 60_000 - 1000;
      fake.addFault({ path: /^\/refresh-token$/, action: DOWN });
      await fetchCurrentWorkspace(session);
      expect(countOf(fake, '/refresh-token')).toBe(2);
      clock.now += 1000;
      await fetchCurrentWorkspace(session);

      expect(countOf(fake, '/refresh-token')).toBe(3);
      expect(countOf(fake, '/workspaces')).toBe(3);
    });
  });

  it('signs in again when the answer to its refresh was lost', async () => {
    const fake = await serve('1.14.2', {
      faults: [EXPIRE_ONCE, { path: /^\/refresh-token$/, action: { kind: 'cut' } }],
    });
    const session = await signInTo(fake);

    expect(await fetchCurrentWorkspace(session)).toMatchObject({ name: 'Home' });

    expect(countOf(fake, '/refresh-token')).toBe(2);
    expect(countOf(fake, '/login')).toBe(2);
  });
});

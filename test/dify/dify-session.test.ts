import { setTimeout } from 'node:timers/promises';
import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { fetchCurrentWorkspace } from '../../src/dify/account.ts';
import { openSession } from '../../src/dify/dify-session.ts';
import type { RequestReport } from '../../src/dify/request-gate.ts';
import { worldBuilder } from '../support/fake-dify/builders.ts';
import { RECORDED_VERSIONS } from '../support/fake-dify/presets.ts';
import type { FakeDifyOptions, RecordedRequest } from '../support/fake-dify/server.ts';
import { prepareSession, serveDify, signInTo } from '../support/session.ts';

const NEWER = '1.15.0';
const VERSIONS = [...RECORDED_VERSIONS, NEWER] as const;

const serve = (version: string, options: Partial<FakeDifyOptions> = {}) =>
  serveDify({ version, world: worldBuilder(version).world, ...options });

const requestTo = (requests: readonly RecordedRequest[], path: string) =>
  requests.filter((request) => request.path === path);

const passwordsSent = (requests: readonly RecordedRequest[]): unknown[] =>
  requestTo(requests, '/login').map(({ body }) => JSON.parse(body).password);

describe('openSession', () => {
  it.each(VERSIONS)('reads the workspace of a Dify %s after one login', async (version) => {
    const fake = await serve(version);

    const session = await signInTo(fake);

    expect(session.version.text).toBe(version);
    expect(await fetchCurrentWorkspace(session)).toMatchObject({ name: 'Home' });
    expect(requestTo(fake.requests, '/login')).toHaveLength(1);
  });

  it.each(['1.9.2', '1.10.1', '1.14.2'])(
    'reads a Dify %s whose cookies have the __Host- prefix',
    async (version) => {
      const fake = await serve(version, { secureCookies: true });

      const session = await signInTo(fake);

      expect(await fetchCurrentWorkspace(session)).toMatchObject({ name: 'Home' });
    },
  );

  it('reads a Dify whose cookies belong to another domain than the one asked', async () => {
    const fake = await serve('1.14.2', { secureCookies: true, cookieDomain: '.example.com' });

    expect(await fetchCurrentWorkspace(await signInTo(fake))).toMatchObject({ name: 'Home' });
  });

  it('reads the version before it signs in, without a token', async () => {
    const fake = await serve('1.14.2');

    await signInTo(fake);

    const [first, second] = fake.requests;
    expect(first).toMatchObject({ method: 'GET', path: '/system-features' });
    expect(first?.headers.authorization).toBeUndefined();
    expect(second).toMatchObject({ method: 'POST', path: '/login' });
  });

  it('names itself in every request', async () => {
    const fake = await serve('1.14.2');

    await fetchCurrentWorkspace(await signInTo(fake));

    expect(fake.requests.map(({ headers }) => headers['user-agent'])).toEqual([
      'dify-usage/test',
      'dify-usage/test',
      'dify-usage/test',
    ]);
  });

  it.each([
    ['1.11.0', 'builder-pass-1'],
    ['1.11.4', 'YnVpbGRlci1wYXNzLTE='],
  ])('sends the password to %s as %s', async (version, password) => {
    const fake = await serve(version);

    await signInTo(fake);

    expect(passwordsSent(fake.requests)).toEqual([password]);
  });

  it('sends a password of other letters in standard base64 of its UTF-8 bytes', async () => {
    const build = worldBuilder('1.14.2');
    build.owner.password = 'ÿÿþ密码?9';
    const fake = await serve('1.14.2', { world: build.world });

    await signInTo(fake, {
      credential: {
        kind: 'password',
        email: build.owner.email,
        password: 'ÿÿþ密码?9',
        workspaceId: undefined,
      },
    });

    expect(passwordsSent(fake.requests)).toEqual(['w7/Dv8O+5a+G56CBPzk=']);
  });

  it('falls back to base64 for a fork that says 1.11.1 and is newer, which costs no attempt', async () => {
    const fake = await serve('1.14.2', {
      faults: [
        {
          path: /^\/system-features$/,
          action: {
            kind: 'answer',
            status: 200,
            headers: { 'x-version': '1.11.1-fix.1' },
            body: {},
          },
        },
      ],
    });

    const session = await signInTo(fake);

    expect(session.version.text).toBe('1.11.1-fix.1');
    expect(passwordsSent(fake.requests)).toEqual(['builder-pass-1', 'YnVpbGRlci1wYXNzLTE=']);
    expect(await fetchCurrentWorkspace(session)).toMatchObject({ name: 'Home' });
  });

  it('says when nothing tells the version', async () => {
    const fake = await serve('1.14.2', { headerlessVersion: true });

    await expect(signInTo(fake)).rejects.toMatchObject({
      problem: 'address',
      message: expect.stringContaining('let the header X-Version pass through the proxy'),
    });
    expect(requestTo(fake.requests, '/login')).toHaveLength(0);
  });

  it('says when the address answers with web pages', async () => {
    const fake = await serve('1.14.2', {
      headerlessVersion: true,
      faults: [{ action: { kind: 'html', status: 200 } }],
    });

    await expect(signInTo(fake)).rejects.toMatchObject({
      problem: 'address',
      message: expect.stringContaining("this is not Dify's console API. Check DIFY_API_BASE_URL"),
    });
  });

  it.each([401, 403, 404, 405])('says when something else answers %i in JSON', async (status) => {
    const fake = await serve('1.14.2', {
      headerlessVersion: true,
      faults: [{ action: { kind: 'answer', status, body: { error: 'no' } } }],
    });

    await expect(signInTo(fake)).rejects.toMatchObject({
      problem: 'address',
      remedy: 'operator',
      message: expect.stringContaining('check DIFY_API_BASE_URL'),
    });
  });

  it('does not follow a redirect, and names its origin only', async () => {
    const fake = await serve('1.14.2', {
      faults: [
        {
          action: {
            kind: 'answer',
            status: 308,
            headers: { location: 'https://dify.example.com/console/api/system-features?token=s3' },
          },
        },
      ],
    });

    const opened = signInTo(fake);

    await expect(opened).rejects.toMatchObject({ problem: 'address', remedy: 'operator' });
    await expect(opened).rejects.toThrow(
      'redirects to https://dify.example.com (308): set DIFY_API_BASE_URL',
    );
    await expect(opened).rejects.not.toThrow(/token|s3/);
    expect(fake.requests).toHaveLength(1);
  });

  it('tells how far the clock of Dify is ahead', async () => {
    const fake = await serve('1.14.2', {
      faults: [
        {
          path: /^\/system-features$/,
          action: {
            kind: 'answer',
            status: 200,
            headers: { 'x-version': '1.14.2', date: 'Tue, 24 Nov 2026 09:12:00 GMT' },
            body: {},
          },
        },
      ],
    });

    const session = await signInTo(fake, { now: () => Date.parse('2026-11-24T09:00:00Z') });

    expect(session.clockSkewMs).toBe(720_000);
  });

  it('waits for a Dify that is starting', async () => {
    const fake = await serve('1.14.2', {
      faults: [{ times: 2, action: { kind: 'html', status: 502 } }],
    });
    const opening = await prepareSession(fake.origin);

    await opening.open();

    expect(opening.waits).toEqual([1000, 2000]);
  });

  it('gives up on a Dify that does not start', async () => {
    const fake = await serve('1.14.2', {
      faults: [{ times: 99, action: { kind: 'html', status: 502 } }],
    });

    await expect(signInTo(fake)).rejects.toMatchObject({
      problem: 'unavailable',
      remedy: 'time',
      message: expect.stringContaining("Dify's API is down, starting or overloaded"),
    });
    expect(fake.requests).toHaveLength(5);
  });
});

describe('a session with few slots', () => {
  const WORKSPACES = v.object({ workspaces: v.array(v.object({ name: v.string() })) });

  async function openWatched(concurrency: number, now = Date.now) {
    const fake = await serve('1.14.2', { now });
    const { config, ports } = await prepareSession(fake.origin, { concurrency, now });
    const events: string[] = [];
    const watch = { inFlight: 0, most: 0 };
    const dispatcher = ports.dispatcher.compose((dispatch) => (request, handler) => {
      events.push(`asked ${request.path}`);
      watch.inFlight += 1;
      watch.most = Math.max(watch.most, watch.inFlight);
      return dispatch(request, {
        ...handler,
        onResponseEnd(controller, trailers) {
          watch.inFlight -= 1;
          handler.onResponseEnd?.(controller, trailers);
        },
      });
    });
    const session = await openSession(config, undefined, { ...ports, dispatcher });
    events.length = 0;
    return { fake, session, events, watch };
  }

  it('asks the next request before it works on the answer to the last one', async () => {
    const { session, events } = await openWatched(1);
    const read = (name: string) =>
      session.get(
        '/workspaces',
        {},
        { name },
        v.pipe(
          WORKSPACES,
          v.check(() => events.push(`read ${name}`) > 0),
        ),
      );

    await Promise.all([read('a'), read('b'), read('c')]);

    expect(events.map((event) => event.replace('/console/api/workspaces?name=', ''))).toEqual([
      'asked a',
      'asked b',
      'read a',
      'asked c',
      'read b',
      'read c',
    ]);
  });

  it.each([1, 2, 3])('has no more than %i requests in flight, renewals included', async (slots) => {
    let now = Date.parse('2026-11-20T12:00:00Z');
    const { fake, session, watch } = await openWatched(slots, () => now);
    const readAll = () =>
      Promise.all(Array.from({ length: 12 }, () => fetchCurrentWorkspace(session)));

    await readAll();
    fake.addFault({ action: { kind: 'expire-tokens' } });
    await readAll();
    now += 50 * 60_000;
    await readAll();

    expect(watch.most).toBe(slots);
    expect(requestTo(fake.requests, '/refresh-token')).toHaveLength(2);
  });

  it('frees the slot of an answer that nobody understands', async () => {
    const { session } = await openWatched(1);

    const wrong = session.get('/workspaces', {}, {}, v.object({ workspaces: v.string() }));

    await expect(wrong).rejects.toMatchObject({ problem: 'contract' });
    expect(await fetchCurrentWorkspace(session)).toMatchObject({ name: 'Home' });
  });
});

describe('a session with a Dify in trouble', () => {
  it.each([
    ['refuses the connection', { kind: 'refuse' }],
    ['resets the connection', { kind: 'reset' }],
    ['cuts its answer', { kind: 'cut' }],
    ['answers 503', { kind: 'answer', status: 503, body: {} }],
  ] as const)('asks less at once when it %s', async (_, action) => {
    const fake = await serve('1.14.2');
    const opening = await prepareSession(fake.origin);
    const session = await opening.open();
    fake.addFault({ path: /^\/workspaces$/, action });

    await fetchCurrentWorkspace(session);

    expect(opening.ports.gate.limit()).toBe(4);
  });

  it('takes a lost connection for no fast answer', async () => {
    const fake = await serve('1.14.2');
    const opening = await prepareSession(fake.origin);
    const session = await opening.open();
    fake.addFault({ path: /^\/workspaces$/, times: 4, action: { kind: 'refuse' } });
    await fetchCurrentWorkspace(session);
    expect(opening.ports.gate.limit()).toBe(1);

    for (let time = 0; time < 18; time += 1) await fetchCurrentWorkspace(session);
    expect(opening.ports.gate.limit()).toBe(1);
    await fetchCurrentWorkspace(session);
    expect(opening.ports.gate.limit()).toBe(2);
  });

  it('learns nothing of how much Dify bears from an answer that cannot be read', async () => {
    const fake = await serve('1.14.2');
    const { config, ports } = await prepareSession(fake.origin);
    const reports: RequestReport[] = [];
    const gate = { ...ports.gate, report: (report: RequestReport) => void reports.push(report) };
    const session = await openSession(config, undefined, { ...ports, gate });
    const headers = { 'x-long': 'x'.repeat(1_000_000) };
    fake.addFault({
      path: /^\/workspaces$/,
      action: { kind: 'answer', status: 200, headers, body: {} },
    });

    await expect(fetchCurrentWorkspace(session)).rejects.toMatchObject({ remedy: 'operator' });

    expect(reports.map(({ route }) => route)).toEqual(['GET /system-features', 'POST /login']);
  });

  it('asks less at once when its login is in trouble', async () => {
    const fake = await serve('1.14.2', {
      faults: [{ path: /^\/login$/, action: { kind: 'answer', status: 503, body: {} } }],
    });
    const opening = await prepareSession(fake.origin);

    await expect(opening.open()).rejects.toMatchObject({ problem: 'unavailable' });

    expect(opening.ports.gate.limit()).toBe(4);
  });
});

describe('a session with a maximal rate', () => {
  it('keeps it for the version, the login and a renewal as well, with one slot', async () => {
    let now = Date.parse('2026-11-20T12:00:00Z');
    const startedAt = now;
    const fake = await serve('1.14.2', { now: () => now });
    const opening = await prepareSession(fake.origin, {
      concurrency: 1,
      maxRps: 4,
      now: () => now,
      advance: (ms) => {
        now += ms;
      },
    });
    const sentAt: [string, number][] = [];
    const dispatcher = opening.ports.dispatcher.compose((dispatch) => (request, handler) => {
      sentAt.push([request.path.replace('/console/api/', ''), now - startedAt]);
      return dispatch(request, handler);
    });

    const session = await openSession(opening.config, undefined, { ...opening.ports, dispatcher });
    await fetchCurrentWorkspace(session);
    now += 50 * 60_000;
    await fetchCurrentWorkspace(session);

    expect(sentAt).toEqual([
      ['system-features', 0],
      ['login', 250],
      ['workspaces', 500],
      ['refresh-token', 3_000_500],
      ['workspaces', 3_000_750],
    ]);
  });

  it('takes no place of it for a renewal that another request has made', async () => {
    let now = Date.parse('2026-11-20T12:00:00Z');
    const fake = await serve('1.14.2', { now: () => now });
    const opening = await prepareSession(fake.origin, {
      concurrency: 2,
      maxRps: 4,
      now: () => now,
      advance: (ms) => {
        now += ms;
      },
    });
    const session = await opening.open();
    const before = now;
    fake.addFault({ path: /^\/workspaces$/, action: { kind: 'expire-tokens' } });

    await Promise.all([fetchCurrentWorkspace(session), fetchCurrentWorkspace(session)]);
    await opening.ports.gate.waitForTurn();

    expect(requestTo(fake.requests, '/refresh-token')).toHaveLength(1);
    const made = fake.requests.length - 2;
    expect(now - before).toBe(250 + made * 250);
  });
});

describe('a session that is told to wait', () => {
  const limit = (retryAfter: string) =>
    ({
      path: /^\/workspaces$/,
      action: { kind: 'answer', status: 429, headers: { 'retry-after': retryAfter }, body: {} },
    }) as const;

  it('waits as long as it is asked to', async () => {
    const fake = await serve('1.14.2', { faults: [limit('45')] });
    let now = 0;
    const opening = await prepareSession(fake.origin, {
      now: () => now,
      advance: (ms) => {
        now += ms;
      },
    });
    const session = await opening.open();

    expect(await fetchCurrentWorkspace(session)).toMatchObject({ name: 'Home' });

    expect(opening.waits).toEqual([45_000]);
    expect(now).toBe(45_000);
  });

  it('longer than it may gives up, and asks nothing more', async () => {
    const fake = await serve('1.14.2', { faults: [limit('3600')] });
    const opening = await prepareSession(fake.origin, { now: () => 0 });
    const session = await opening.open();

    await expect(fetchCurrentWorkspace(session)).rejects.toMatchObject({ status: 429 });
    await expect(fetchCurrentWorkspace(session)).rejects.toThrow('A pause of 3600000 ms');

    expect(requestTo(fake.requests, '/workspaces')).toHaveLength(1);
    expect(opening.waits).toEqual([]);
  });

  it('ends with the reason of the signal that interrupts its wait', async () => {
    const fake = await serve('1.14.2', { faults: [{ ...limit('1'), times: 99 }] });
    const controller = new AbortController();
    const opening = await prepareSession(fake.origin, { signal: controller.signal });
    const session = await openSession(opening.config, undefined, {
      ...opening.ports,
      retry: {
        ...opening.ports.retry,
        sleep: (ms, signal) => {
          setImmediate(() => controller.abort(new Error('SIGTERM')));
          return setTimeout(ms, undefined, { signal });
        },
      },
    });

    await expect(fetchCurrentWorkspace(session)).rejects.toThrow('SIGTERM');
  });
});

describe('an admin key', () => {
  const credential = { kind: 'admin-key', apiKey: 'key-1', workspaceIds: [] } as const;

  it.each(['0.15.3', '1.9.1', '1.11.4', '1.14.2', NEWER])(
    'reads its workspace of a Dify %s without login and cookies',
    async (version) => {
      const build = worldBuilder(version);
      const workspaceId = build.workspace('Lab').id;
      const fake = await serve(version, { world: build.world, adminApiKey: 'key-1' });

      const session = await signInTo(fake, { credential, workspaceId });
      await session.get('/account/profile', {}, {}, v.unknown());

      expect(fake.requests.map(({ path }) => path)).toEqual([
        '/system-features',
        '/account/profile',
      ]);
      expect(fake.requests[1]?.headers).toMatchObject({
        authorization: 'Bearer key-1',
        'x-workspace-id': workspaceId,
      });
      expect(fake.requests[1]?.headers.cookie).toBeUndefined();
      expect(fake.requests[0]?.headers.authorization).toBeUndefined();
    },
  );

  it.each(['1.9.2', '1.10.0', '1.10.1'])(
    'is refused for a Dify %s, with the cure, before it is sent',
    async (version) => {
      const fake = await serve(version, { adminApiKey: 'key-1' });

      await expect(signInTo(fake, { credential, workspaceId: 'w' })).rejects.toMatchObject({
        problem: 'setup',
        message: expect.stringMatching(
          /use DIFY_EMAIL and DIFY_PASSWORD, or upgrade Dify to 1\.11/,
        ),
      });
      expect(fake.requests).toHaveLength(1);
    },
  );

  it('that Dify does not take is asked for once', async () => {
    const build = worldBuilder('1.14.2');
    const fake = await serve('1.14.2', { world: build.world, adminApiKey: 'another' });
    const workspaceId = build.workspace('Lab').id;
    const session = await signInTo(fake, { credential, workspaceId });

    const read = fetchCurrentWorkspace(session);

    await expect(read).rejects.toMatchObject({ problem: 'credentials', remedy: 'operator' });
    await expect(read).rejects.toThrow('check DIFY_ADMIN_API_KEY, DIFY_WORKSPACE_ID');
    await expect(read).rejects.toThrow('ADMIN_API_KEY_ENABLE=true');
    await expect(read).rejects.not.toThrow('key-1');
    expect(requestTo(fake.requests, '/workspaces')).toHaveLength(1);
    expect(requestTo(fake.requests, '/login')).toHaveLength(0);
  });
});

import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { worldBuilder } from '../support/fake-dify/builders.ts';
import { type FrontAnswer, startFront } from '../support/front.ts';
import { serveDify, signInTo } from '../support/session.ts';

const ACCESS = { 'cf-access-client-id': 'id.access', 'cf-access-client-secret': 'tunnel-secret' };
const BASIC = { authorization: 'Basic dTpw' };

async function openDify(version = '1.14.2') {
  return await serveDify({ version, world: worldBuilder(version).world });
}

const LOGIN_PAGES: readonly [what: string, FrontAnswer][] = [
  [
    'redirects to a login page elsewhere',
    { status: 302, headers: { location: 'https://team.cloudflareaccess.com/cdn-cgi/login?a=b' } },
  ],
  ['redirects to a login page of its own', { status: 302, headers: { location: '/oauth2/start' } }],
  [
    'shows a login page with 200',
    { status: 200, headers: { 'content-type': 'text/html' }, body: '<html>Sign in</html>' },
  ],
  [
    'shows a login page with 403',
    { status: 403, headers: { 'content-type': 'text/html' }, body: '<html>Forbidden</html>' },
  ],
  ['refuses in JSON', { status: 401, body: '{"error":"unauthorized"}' }],
  ['refuses in JSON that looks like ours', { status: 403, body: '{"code":"forbidden"}' }],
];

describe('a tunnel in front of Dify', () => {
  it.each(LOGIN_PAGES)(
    'that %s is named with its cure, before anybody signs in',
    async (_, page) => {
      const dify = await openDify();
      const origin = await startFront(dify.origin, () => page);

      await expect(signInTo({ origin })).rejects.toMatchObject({
        name: 'DifyError',
        problem: 'address',
        message: expect.stringContaining(
          "give the headers that lead past a tunnel's login page in DIFY_EXTRA_HEADERS, or correct them",
        ),
      });
      expect(dify.requests).toEqual([]);
    },
  );

  it('lets every request with its headers pass, the login among them', async () => {
    const dify = await openDify();
    const origin = await startFront(dify.origin, (headers) =>
      headers['cf-access-client-secret'] === 'tunnel-secret' ? undefined : { status: 403 },
    );

    const session = await signInTo({ origin }, { frontHeaders: ACCESS });
    await session.get('/apps', {}, { page: 1, limit: 10 }, v.unknown());

    expect(dify.requests.map(({ path }) => path)).toEqual([
      expect.stringContaining('/system-features'),
      expect.stringContaining('/login'),
      expect.stringContaining('/apps'),
    ]);
    for (const { headers } of dify.requests) expect(headers).toMatchObject(ACCESS);
  });

  it('does not hide that an address moved, which no header cures', async () => {
    const dify = await openDify();
    const location = 'https://dify.example.com/console/api/system-features';
    const origin = await startFront(dify.origin, () => ({ status: 301, headers: { location } }));

    await expect(signInTo({ origin })).rejects.toMatchObject({
      message: expect.stringMatching(/serves Dify without a redirect$/),
    });
  });
});

describe('basic authentication in front of Dify', () => {
  const guard = (origin: string) =>
    startFront(origin, ({ authorization }) =>
      authorization === BASIC.authorization
        ? undefined
        : {
            status: 401,
            headers: { 'www-authenticate': 'Basic realm="x"', 'content-type': 'text/html' },
            body: '<html>401</html>',
          },
    );

  it.each(['1.9.2', '1.14.2'])('is passed with the session of Dify %s', async (version) => {
    const dify = await openDify(version);
    const origin = await guard(dify.origin);

    const session = await signInTo({ origin }, { frontHeaders: { ...BASIC, ...ACCESS } });
    const apps = await session.get('/apps', {}, { page: 1, limit: 10 }, v.looseObject({}));

    expect(apps).toHaveProperty('data');
    for (const { headers } of dify.requests) expect(headers).toMatchObject(BASIC);
  });

  it('is passed when a session of Dify is renewed too', async () => {
    let now = Date.parse('2026-12-10T00:00:00Z');
    const world = worldBuilder('1.14.2').world;
    const dify = await serveDify({ version: '1.14.2', world, now: () => now });
    const origin = await guard(dify.origin);
    const session = await signInTo({ origin }, { frontHeaders: BASIC, now: () => now });

    now += 2 * 3_600_000;
    await session.get('/apps', {}, { page: 1, limit: 10 }, v.unknown());

    expect(dify.requests.map(({ path }) => path)).toContainEqual(
      expect.stringContaining('/refresh-token'),
    );
  });

  it.each(['0.15.3', '1.9.1'])('is impossible with Dify %s, which says why', async (version) => {
    const dify = await openDify(version);
    const origin = await guard(dify.origin);

    await expect(signInTo({ origin }, { frontHeaders: BASIC })).rejects.toMatchObject({
      name: 'DifyError',
      problem: 'setup',
      message: expect.stringContaining(
        'is older than 1.9.2 and needs the header Authorization, which DIFY_BASIC_AUTH takes: upgrade Dify, or let this host reach /console/api without basic authentication',
      ),
    });
  });

  it.each([
    ['missing', {}],
    ['wrong', { authorization: 'Basic d3Jvbmc=' }],
  ])('that is %s is named', async (_what, frontHeaders) => {
    const dify = await openDify();
    const origin = await guard(dify.origin);

    await expect(signInTo({ origin }, { frontHeaders })).rejects.toMatchObject({
      problem: 'address',
      message: `${new URL(origin).host} demands basic authentication in front of Dify (401): set DIFY_BASIC_AUTH to user:password, or correct it`,
    });
    expect(dify.requests).toEqual([]);
  });
});

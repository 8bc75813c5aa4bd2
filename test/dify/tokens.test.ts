import { describe, expect, it } from 'vitest';
import { findTokens, refreshRequest, sessionHeaders, type Tokens } from '../../src/dify/tokens.ts';

const NOW = Date.parse('2026-11-20T12:00:00Z');
const EXPIRES = 'Expires=Fri, 20 Nov 2026 13:00:00 GMT';

const jwtUntil = (exp: unknown) =>
  `h.${Buffer.from(JSON.stringify({ user_id: 'u', exp })).toString('base64url')}.s`;
const inBody = (access_token: unknown, refresh_token?: unknown) => ({
  result: 'success',
  data: { access_token, refresh_token },
});
const find = (body: unknown, cookies: readonly string[] = [], serverNow = NOW) =>
  findTokens(body, cookies.length === 0 ? {} : { 'set-cookie': [...cookies] }, serverNow, NOW);

describe('findTokens', () => {
  it('finds them in the body of versions up to 1.9.1', () => {
    const access = jwtUntil(NOW / 1000 + 600);

    expect(find(inBody(access, 'r'))).toEqual({
      access,
      refresh: 'r',
      csrf: undefined,
      obtainedAt: NOW,
      lifetimeMs: 600_000,
    });
  });

  it("counts the life of a token on Dify's clock", () => {
    const anHourAhead = NOW + 3_600_000;
    const access = jwtUntil(anHourAhead / 1000 + 600);

    expect(find(inBody(access), [], anHourAhead)?.lifetimeMs).toBe(600_000);
  });

  it.each([
    ['opaque'],
    [''.padEnd(3, '.')],
    [jwtUntil('soon')],
    [jwtUntil(null)],
    ['h.bm90IGpzb24.s'],
  ])('takes an hour for the life of the token %j', (access) => {
    expect(find(inBody(access))?.lifetimeMs).toBe(3_600_000);
  });

  it('takes no life at all from a token that has expired', () => {
    expect(find(inBody(jwtUntil(NOW / 1000 - 60)))?.lifetimeMs).toBe(0);
  });

  it.each(['', '__Host-'])('finds them in cookies with the prefix %j', (prefix) => {
    expect(
      find({ result: 'success' }, [
        `${prefix}access_token=a; ${EXPIRES}; Max-Age=1800; HttpOnly; Path=/; SameSite=Lax`,
        `${prefix}refresh_token=r; ${EXPIRES}; Max-Age=2592000; HttpOnly; Path=/; SameSite=Lax`,
        `${prefix}csrf_token=c; ${EXPIRES}; Max-Age=1800; Path=/; SameSite=Lax`,
      ]),
    ).toEqual({
      access: 'a',
      refresh: 'r',
      csrf: 'c',
      obtainedAt: NOW,
      lifetimeMs: 1_800_000,
    });
  });

  it('finds them in any order, beside cookies of others', () => {
    expect(
      find({}, [
        'AWSALB=xyz==; Path=/',
        'csrf_token=c; Domain=example.com; Secure; Max-Age=60; Path=/',
        'access_token=a; Domain=example.com; Secure; max-age=60; Path=/',
      ]),
    ).toMatchObject({ access: 'a', csrf: 'c', refresh: undefined, lifetimeMs: 60_000 });
  });

  it.each([
    [['access_token=; Expires=Thu, 01 Jan 1970 00:00:00 GMT; Path=/', 'csrf_token=; Path=/']],
    [['access_token=""; Path=/', 'csrf_token=""; Path=/']],
    [['access_token=a; Path=/']],
    [['csrf_token=c; Path=/']],
    [['=a', 'access_token', '']],
    [[]],
  ])('does not take %j for a session', (cookies) => {
    expect(find({ result: 'success' }, cookies)).toBeUndefined();
  });

  it.each([null, 7, 'text', [], {}, { data: null }, inBody(''), inBody(7)])(
    'does not take the body %j for a session',
    (body) => {
      expect(find(body)).toBeUndefined();
    },
  );
});

const TOKENS: Tokens = {
  access: 'a',
  refresh: 'r',
  csrf: 'c',
  obtainedAt: NOW,
  lifetimeMs: 1,
};

describe('sessionHeaders', () => {
  it('are a Bearer token alone up to 1.9.1', () => {
    expect(sessionHeaders({ ...TOKENS, csrf: undefined })).toEqual({ authorization: 'Bearer a' });
  });

  it('are token, CSRF token and both spellings of the cookies later', () => {
    expect(sessionHeaders(TOKENS)).toEqual({
      authorization: 'Bearer a',
      'x-csrf-token': 'c',
      cookie: 'access_token=a; __Host-access_token=a; csrf_token=c; __Host-csrf_token=c',
    });
  });
});

describe('refreshRequest', () => {
  it('sends the refresh token as cookie and in the body', () => {
    expect(refreshRequest(TOKENS)).toEqual({
      headers: {
        'content-type': 'application/json',
        cookie:
          'access_token=a; __Host-access_token=a; csrf_token=c; __Host-csrf_token=c; refresh_token=r; __Host-refresh_token=r',
      },
      body: '{"refresh_token":"r"}',
    });
  });

  it('sends no cookies where Dify has none', () => {
    expect(refreshRequest({ ...TOKENS, csrf: undefined })).toEqual({
      headers: { 'content-type': 'application/json' },
      body: '{"refresh_token":"r"}',
    });
  });
});

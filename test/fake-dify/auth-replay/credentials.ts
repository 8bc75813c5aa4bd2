import { presetOf } from '../../support/fake-dify/presets.ts';
import { accessTokenOf, csrfTokenOf } from '../../support/fake-dify/sessions.ts';
import { signToken } from '../../support/fake-dify/tokens.ts';
import { cookies, type Headers } from './cookie-header.ts';
import { refreshHeaders } from './refresh-headers.ts';

export const ADMIN_KEY = 'admin-key-of-the-instance';

export type Caller = {
  readonly version: string;
  readonly accountId: string;
  readonly otherAccountId: string;
  readonly ownerId: string;
  /** Milliseconds since the epoch. */
  readonly now: number;
  /** Where a refresh token goes along. */
  readonly refreshToken: string;
  /** Tokens of a real login, for recordings whose tokens grow old by themselves. */
  readonly session?: { readonly accessToken: string; readonly csrfToken: string } | undefined;
};

/** The headers that a recording describes in words (`auth`), with tokens that fit the caller. */
export function headersFor(auth: string, id: string, caller: Caller): Headers {
  const tokens = tokensOf(caller);
  const { good, expired, csrf, garbage } = tokens;
  const withCsrf = { 'x-csrf-token': csrf };
  const both = cookies({ access_token: good, csrf_token: csrf });
  const bearer = (token: string) => ({ authorization: `Bearer ${token}` });
  const direct: Readonly<Record<string, Headers>> = {
    none: {},
    garbage: bearer(garbage),
    'query _token': {},
    'Bearer good': bearer(good),
    'bearer good (lower-case scheme)': { authorization: `bearer ${good}` },
    'Bearer garbage': bearer(garbage),
    'Bearer wrong signature': bearer(signToken({ user_id: caller.accountId }, 'another secret')),
    'Bearer expired': bearer(expired),
    Basic: { authorization: 'Basic dXNlcjpzZWNyZXQ=' },
    'Bearer (empty)': { authorization: 'Bearer ' },
    'token without scheme': { authorization: good },
    'full header set': fullSet(good, csrf),
    'cookies + X-CSRF-Token': { ...both, ...withCsrf },
    'cookies, no X-CSRF-Token': both,
    'cookies, no CSRF': both,
    'access cookie, no CSRF': cookies({ access_token: good }),
    'access cookie + X-CSRF-Token': { ...cookies({ access_token: good }), ...withCsrf },
    'cookies + CSRF of another account': session(good, tokens.foreignCsrf),
    'cookies + expired CSRF': session(good, tokens.expiredCsrf),
    'cookies + garbage CSRF': session(good, garbage),
    'cookies + other valid CSRF header': { ...both, 'x-csrf-token': tokens.olderCsrf },
    'new access cookie + old CSRF': session(good, tokens.olderCsrf),
    'plain cookies + X-CSRF-Token': { ...both, ...withCsrf },
    '__Host- cookies + X-CSRF-Token': {
      ...cookies({ '__Host-access_token': good, '__Host-csrf_token': csrf }),
      ...withCsrf,
    },
    '__Host- access cookie, plain csrf cookie': hostAccessOnly(good, csrf),
    '__Host- access, plain csrf': hostAccessOnly(good, csrf),
    'both spellings + X-CSRF-Token': bothSpellings(good, csrf),
    'plain good, __Host- garbage': {
      ...cookies({
        access_token: good,
        '__Host-access_token': garbage,
        csrf_token: csrf,
        '__Host-csrf_token': garbage,
      }),
      ...withCsrf,
    },
    'Bearer + csrf cookie + X-CSRF-Token': {
      ...bearer(good),
      ...cookies({ csrf_token: csrf }),
      ...withCsrf,
    },
    'Bearer + plain csrf cookie': {
      ...bearer(good),
      ...cookies({ csrf_token: csrf }),
      ...withCsrf,
    },
    'Bearer + X-CSRF-Token': { ...bearer(good), ...withCsrf },
    'expired access cookie + good Bearer + CSRF': { ...bearer(good), ...session(expired, csrf) },
    'good access cookie + expired Bearer + CSRF': { ...bearer(expired), ...session(good, csrf) },
    'Basic + cookies + CSRF': { authorization: 'Basic dXNlcjpzZWNyZXQ=', ...session(good, csrf) },
    'expired access cookie + CSRF': session(expired, csrf),
    'expired access cookie + expired CSRF': session(expired, tokens.expiredCsrf),
    'garbage access cookie + CSRF': session(garbage, csrf),
    'empty access cookie + Bearer + CSRF': { ...bearer(good), ...session('', csrf) },
    'forged Bearer': bearer(forgedFor(id, caller, good)),
    'forged cookies + CSRF': session(forgedFor(id, caller, good), csrf),
    'admin-key': adminHeaders(id, caller, tokens),
    'admin key as cookie': cookies({ access_token: ADMIN_KEY }),
  };
  return (
    direct[auth] ??
    refreshHeaders(auth, caller.refreshToken, tokens) ??
    signedIn(caller.version, tokens)
  );
}

type Tokens = ReturnType<typeof tokensOf>;

function tokensOf({ accountId, otherAccountId, now, session: real }: Caller) {
  const seconds = Math.floor(now / 1000);
  return {
    good: real?.accessToken ?? accessTokenOf(accountId, seconds + 3600),
    csrf: real?.csrfToken ?? csrfTokenOf(accountId, seconds + 3600),
    expired: accessTokenOf(accountId, seconds - 60),
    expiredCsrf: csrfTokenOf(accountId, seconds - 60),
    olderCsrf: csrfTokenOf(accountId, seconds + 1800),
    foreignCsrf: csrfTokenOf(otherAccountId, seconds + 3600),
    garbage: 'no.token',
  };
}

function signedIn(version: string, { good, csrf }: Tokens): Headers {
  return presetOf(version).auth === 'cookie'
    ? session(good, csrf)
    : { authorization: `Bearer ${good}` };
}

/** Every place and spelling at once, which every version accepts. */
function fullSet(access: string, csrf: string): Headers {
  return { authorization: `Bearer ${access}`, ...bothSpellings(access, csrf) };
}

function bothSpellings(access: string, csrf: string): Headers {
  return {
    ...cookies({
      access_token: access,
      '__Host-access_token': access,
      csrf_token: csrf,
      '__Host-csrf_token': csrf,
    }),
    'x-csrf-token': csrf,
  };
}

function session(access: string, csrf: string): Headers {
  return { ...cookies({ access_token: access, csrf_token: csrf }), 'x-csrf-token': csrf };
}

function hostAccessOnly(access: string, csrf: string): Headers {
  return {
    ...cookies({ '__Host-access_token': access, csrf_token: csrf }),
    'x-csrf-token': csrf,
  };
}

function forgedFor(id: string, { accountId, now }: Caller, good: string): string {
  const exp = Math.floor(now / 1000) + 3600;
  if (id.startsWith('session.non-uuid')) return accessTokenOf('not-a-uuid', exp);
  if (id === 'session.token-source') {
    return signToken({ user_id: accountId, exp, token_source: 'webapp' });
  }
  return good;
}

function adminHeaders(id: string, { ownerId, now }: Caller, tokens: Tokens): Headers {
  const authorization = id === 'admin.wrong-key' ? 'Bearer wrong-key' : `Bearer ${ADMIN_KEY}`;
  const ownerCsrf = csrfTokenOf(ownerId, Math.floor(now / 1000) + 3600);
  const along: Readonly<Record<string, Headers>> = {
    'admin.with-good-cookies': session(tokens.good, tokens.csrf),
    'admin.with-expired-cookie': session(tokens.expired, tokens.csrf),
    'admin.with-unrelated-cookie': cookies({ theme: 'dark' }),
    'admin.with-csrf-header': { 'x-csrf-token': ownerCsrf },
    'admin.with-owner-csrf': {
      ...cookies({ csrf_token: ownerCsrf }),
      'x-csrf-token': ownerCsrf,
    },
  };
  return { authorization, ...along[id] };
}

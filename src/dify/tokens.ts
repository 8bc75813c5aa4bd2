import type { IncomingHttpHeaders } from 'node:http';
import * as v from 'valibot';
import type { Instant } from '../period/period.ts';

/** A console session, kept in memory only. */
export type Tokens = {
  readonly access: string;
  readonly refresh: string | undefined;
  /** From 1.9.2 on (cookie mode). */
  readonly csrf: string | undefined;
  readonly obtainedAt: Instant;
  readonly lifetimeMs: number;
};

const DEFAULT_LIFETIME_MS = 60 * 60 * 1000;

const TokenBodySchema = v.object({
  data: v.object({
    access_token: v.pipe(v.string(), v.minLength(1)),
    refresh_token: v.optional(v.string()),
  }),
});

/**
 * Finds the tokens in the answer of `POST /login` or `/refresh-token`: in the body up to
 * 1.9.1, in cookies from 1.9.2 on, with or without the `__Host-` prefix (auth-and-apps §2.3, §2.4).
 */
export function findTokens(
  body: unknown,
  headers: IncomingHttpHeaders,
  serverNow: Instant,
  now: Instant,
): Tokens | undefined {
  const inBody = v.safeParse(TokenBodySchema, body);
  if (inBody.success) {
    const { access_token: access, refresh_token: refresh } = inBody.output.data;
    return {
      access,
      refresh,
      csrf: undefined,
      obtainedAt: now,
      lifetimeMs: lifetimeOf(access, serverNow),
    };
  }

  const cookies = parseSetCookies(headers['set-cookie'] ?? []);
  const access = cookies.get('access_token');
  const csrf = cookies.get('csrf_token');
  if (access === undefined || csrf === undefined) return undefined;
  return {
    access: access.value,
    refresh: cookies.get('refresh_token')?.value,
    csrf: csrf.value,
    obtainedAt: now,
    lifetimeMs: access.maxAgeMs ?? lifetimeOf(access.value, serverNow),
  };
}

/** One header set that every version accepts (auth-and-apps §1.5); both cookie spellings go along. */
export function sessionHeaders({ access, csrf }: Tokens): Record<string, string> {
  const authorization = `Bearer ${access}`;
  if (csrf === undefined) return { authorization };
  return {
    authorization,
    'x-csrf-token': csrf,
    cookie: cookieHeader({ access_token: access, csrf_token: csrf }),
  };
}

/** The refresh token goes as cookie and body at once, since versions read either. */
export function refreshRequest({ access, csrf, refresh = '' }: Tokens) {
  const cookies =
    csrf === undefined
      ? {}
      : {
          cookie: cookieHeader({ access_token: access, csrf_token: csrf, refresh_token: refresh }),
        };
  return {
    headers: { 'content-type': 'application/json', ...cookies },
    body: JSON.stringify({ refresh_token: refresh }),
  };
}

function cookieHeader(cookies: Readonly<Record<string, string>>): string {
  return Object.entries(cookies)
    .flatMap(([name, value]) => [`${name}=${value}`, `__Host-${name}=${value}`])
    .join('; ');
}

type Cookie = { readonly value: string; readonly maxAgeMs: number | undefined };

/** Keyed by the name without `__Host-`; lines that clear a cookie are not cookies. */
function parseSetCookies(lines: readonly string[]): Map<string, Cookie> {
  const cookies = new Map<string, Cookie>();
  for (const line of lines) {
    const [pair = '', ...attributes] = line.split(';');
    const separator = pair.indexOf('=');
    const name = pair
      .slice(0, separator)
      .trim()
      .replace(/^__Host-/, '');
    const value = pair.slice(separator + 1).trim();
    if (separator <= 0 || value === '' || value === '""') continue;

    const maxAge = attributes
      .map((attribute) => /^\s*max-age=(\d{1,9})\s*$/i.exec(attribute)?.[1])
      .find((seconds) => seconds !== undefined);
    cookies.set(name, {
      value,
      maxAgeMs: maxAge === undefined ? undefined : Number(maxAge) * 1000,
    });
  }
  return cookies;
}

/** From the token's `exp`, counted on the server's clock. */
function lifetimeOf(jwt: string, serverNow: Instant): number {
  try {
    const claims: unknown = JSON.parse(
      Buffer.from(jwt.split('.')[1] ?? '', 'base64url').toString('utf8'),
    );
    const { exp } = v.parse(v.object({ exp: v.pipe(v.number(), v.finite()) }), claims);
    return Math.max(0, exp * 1000 - serverNow);
  } catch {
    return DEFAULT_LIFETIME_MS; // Dify's default; a token that ends sooner is renewed on its 401
  }
}

import { isAtLeast } from './presets.ts';
import type { FakeState } from './route.ts';

export type CookieKind = 'access_token' | 'refresh_token' | 'csrf_token';

export type CookieValue = { readonly value: string; readonly maxAgeSeconds: number };

/** Which name the server writes and reads follows its settings alone, never the request. */
export function cookieName(state: FakeState, kind: CookieKind): string {
  const { secureCookies } = state.settings;
  return secureCookies && domainOf(state) === undefined ? `__Host-${kind}` : kind;
}

export function readCookie(header: string | undefined, name: string): string | undefined {
  for (const pair of header?.split(';') ?? []) {
    const at = pair.indexOf('=');
    if (at > 0 && pair.slice(0, at).trim() === name) return pair.slice(at + 1).trim();
  }
  return undefined;
}

export function setCookieLine(state: FakeState, kind: CookieKind, cookie: CookieValue): string {
  const expires = new Date(state.now() + cookie.maxAgeSeconds * 1000).toUTCString();
  return lineOf(state, kind, cookie.value, [
    `Expires=${expires}`,
    `Max-Age=${cookie.maxAgeSeconds}`,
  ]);
}

export function clearCookieLine(state: FakeState, kind: CookieKind): string {
  return lineOf(state, kind, '', ['Expires=Thu, 01 Jan 1970 00:00:00 GMT']);
}

function lineOf(
  state: FakeState,
  kind: CookieKind,
  value: string,
  lifetime: readonly string[],
): string {
  const domain = domainOf(state);
  return [
    `${cookieName(state, kind)}=${value}`,
    ...(domain === undefined ? [] : [`Domain=${domain}`]),
    ...lifetime,
    ...(state.settings.secureCookies ? ['Secure'] : []),
    ...(kind === 'csrf_token' ? [] : ['HttpOnly']),
    'Path=/',
    'SameSite=Lax',
  ].join('; ');
}

/** `COOKIE_DOMAIN` exists from 1.10.0 on; a leading dot is dropped. */
function domainOf(state: FakeState): string | undefined {
  if (!isAtLeast(state.version, '1.10.0')) return undefined;
  return state.settings.cookieDomain?.replace(/^\./, '');
}

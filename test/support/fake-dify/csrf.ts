import { cookieName, readCookie } from './cookies.ts';
import { unauthorized } from './errors.ts';
import type { Identity, Request } from './identify.ts';
import { isAtLeast, presetOf } from './presets.ts';
import type { Answer, FakeState } from './route.ts';
import { verifyToken } from './tokens.ts';

/**
 * From 1.9.2 on every signed-in route wants it, for reading too: the header equals the cookie,
 * and both are a valid token of the account that is signed in.
 */
export function checkCsrf(
  { path, headers }: Request,
  identity: Identity,
  state: FakeState,
): Answer | undefined {
  const { version } = state;
  if (presetOf(version).auth === 'token') return undefined;
  if (identity.byAdminKey && isAtLeast(version, '1.11.0')) return undefined;
  if (/^\/apps\/[^/]+\/workflows\/draft/.test(path)) return undefined;
  const cookie = readCookie(headers.cookie, cookieName(state, 'csrf_token'));
  if (cookie && cookie === headers['x-csrf-token']) {
    const verdict = verifyToken(cookie, state.now());
    if (verdict.kind === 'valid' && verdict.claims['sub'] === identity.account.id) return undefined;
  }
  return unauthorized(version, 'CSRF token is missing or invalid.');
}

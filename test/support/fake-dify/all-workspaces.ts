import { cookieName, readCookie } from './cookies.ts';
import { internalError, unauthorized } from './errors.ts';
import { BEARER_EXPECTED } from './identify.ts';
import { readIntParam } from './int-param.ts';
import { isAtLeast, presetOf } from './presets.ts';
import type { Answer, FakeState, PublicCtx } from './route.ts';

/** `GET /all-workspaces`, for the admin key only; `X-WORKSPACE-ID` plays no role. */
export function allWorkspaces({ headers, query, state }: PublicCtx): Answer {
  const { version, world, settings } = state;
  const key = readBearer(headers, state);
  if (typeof key !== 'string') return key;
  if (key !== settings.adminApiKey) return unauthorized(version, 'API key is invalid.');

  const page = readIntParam(version, query, 'page', { min: 1, max: 99_999, absent: 1 });
  if (typeof page !== 'number') return page;
  const limit = readIntParam(version, query, 'limit', { min: 1, max: 100, absent: 20 });
  if (typeof limit !== 'number') return limit;
  const total = world.workspaces.length;
  const newestFirst = [...world.workspaces].sort((a, b) => b.createdAtUs - a.createdAtUs);
  const rows = newestFirst.slice((page - 1) * limit, page * limit);
  // To see whether more follow, 0.15.3 runs a query that fails.
  if (rows.length === limit && !isAtLeast(version, '1.0.0')) return internalError(version);
  const data = rows.map(({ id, name, status, createdAtUs }) => ({
    id,
    name,
    status,
    created_at: Math.floor(createdAtUs / 1e6),
  }));
  return { status: 200, body: { data, has_more: page * limit < total, limit, page, total } };
}

/** From 1.9.2 on the cookie of a session is taken for the key, should there be one. */
function readBearer(headers: PublicCtx['headers'], state: FakeState): string | Answer {
  const { version } = state;
  const { authorization = '', cookie } = headers;
  const bearer = /^bearer\s+(\S.*)$/i.exec(authorization)?.[1];
  const isCookieMode = presetOf(version).auth === 'cookie';
  const sent = (isCookieMode && readCookie(cookie, cookieName(state, 'access_token'))) || bearer;
  if (sent) return sent;
  const isMissing = isCookieMode || authorization === '';
  return unauthorized(version, isMissing ? 'Authorization header is missing.' : BEARER_EXPECTED);
}

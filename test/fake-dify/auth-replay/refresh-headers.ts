import { cookies, type Headers } from './cookie-header.ts';

/** Where a refresh call carries its token in a cookie; undefined for every other call. */
export function refreshHeaders(
  auth: string,
  refreshToken: string,
  tokens: { readonly expired: string; readonly expiredCsrf: string },
): Headers | undefined {
  const plain = { refresh_token: refreshToken };
  const prefixed = { '__Host-refresh_token': refreshToken };
  const stale = { access_token: tokens.expired, csrf_token: tokens.expiredCsrf };
  switch (auth) {
    case 'refresh token in none':
    case 'refresh token in body':
      return {};
    case 'refresh token in cookie':
    case 'refresh_token cookie':
    case 'refresh cookie':
      return cookies(plain);
    case 'refresh token in host-cookie':
    case '__Host-refresh_token cookie':
      return cookies(prefixed);
    case 'refresh token in both-spellings':
    case 'both refresh cookies':
      return cookies({ ...plain, ...prefixed });
    case 'refresh in both + expired access/csrf':
    case 'expired access + refresh token in body and cookies':
      return cookies({ ...plain, ...prefixed, ...stale });
    default:
      return undefined;
  }
}

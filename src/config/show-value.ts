import { safeText } from '../cli/safe-text.ts';

const ADDRESS = /^[a-z][a-z0-9+.-]*:\/\//i;
const LONGEST_VALUE = 500;
const HIDDEN = '***';

/** A value that is no secret, harmless in a terminal and without what may be secret in an address. */
export function showValue(text: string): string {
  return safeText(ADDRESS.test(text) ? maskAddress(text) : text, LONGEST_VALUE);
}

/** People write user names, passwords and tokens into the addresses of proxies and receivers. */
function maskAddress(text: string): string {
  if (!URL.canParse(text)) return HIDDEN;
  const url = new URL(text);
  const hasCredentials = url.username !== '' || url.password !== '';
  const query = url.search
    .slice(1)
    .split('&')
    .filter((part) => part !== '')
    .map((part) => (part.includes('=') ? part.replace(/=.*/s, `=${HIDDEN}`) : HIDDEN));
  return [
    `${url.protocol}//`,
    hasCredentials ? `${HIDDEN}@` : '',
    url.host,
    url.pathname === '/' && query.length === 0 ? '' : url.pathname,
    query.length === 0 ? '' : `?${query.join('&')}`,
  ].join('');
}

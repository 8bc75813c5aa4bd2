import { MASK, maskPath } from '../text/mask-token.ts';
import { safeText } from '../text/safe-text.ts';

// `https:host` and `https:/host` are addresses too, to everyone who parses them as browsers do.
const ADDRESS = /^(?:https?:|[a-z][a-z0-9+.-]*:\/\/)/i;
const LONGEST_VALUE = 500;

/** A value that is no secret, harmless in a terminal and without what may be secret in an address. */
export function showValue(text: string): string {
  // A password may contain a slash; the path of an address that was understood may contain an @.
  const masked = ADDRESS.test(text)
    ? maskAddress(text).replace(/:\/\/[^\s/]*@/g, `://${MASK}@`)
    : text.replace(/:\/\/\S*@/g, `://${MASK}@`);
  return safeText(masked, LONGEST_VALUE);
}

/** People write user names, passwords and tokens into the addresses of proxies and receivers. */
function maskAddress(text: string): string {
  if (!URL.canParse(text)) return MASK;
  const url = new URL(text);
  const hasCredentials = url.username !== '' || url.password !== '';
  const query = url.search
    .slice(1)
    .split('&')
    .filter((part) => part !== '')
    .map((part) => (part.includes('=') ? part.replace(/=.*/s, `=${MASK}`) : MASK));
  return [
    `${url.protocol}//`,
    hasCredentials ? `${MASK}@` : '',
    url.host,
    url.pathname === '/' && query.length === 0 ? '' : maskPath(url.pathname),
    query.length === 0 ? '' : `?${query.join('&')}`,
  ].join('');
}

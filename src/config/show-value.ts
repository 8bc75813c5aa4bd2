import { MASK, maskToken } from '../text/mask-token.ts';
import { safeText } from '../text/safe-text.ts';

// `https:host` and `https:/host` are addresses too, to everyone who parses them as browsers do.
const ADDRESS = /^(?:https?:|[a-z][a-z0-9+.-]*:\/\/)/i;
const LONGEST_VALUE = 500;
const HIDDEN = MASK;

/** A value that is no secret, harmless in a terminal and without what may be secret in an address. */
export function showValue(text: string): string {
  // A password may contain a slash; the path of an address that was understood may contain an @.
  const masked = ADDRESS.test(text)
    ? maskAddress(text).replace(/:\/\/[^\s/]*@/g, `://${HIDDEN}@`)
    : text.replace(/:\/\/\S*@/g, `://${HIDDEN}@`);
  return safeText(masked, LONGEST_VALUE);
}

/** Whoever gives out addresses with a token in them, as for a webhook, has it in a part of the path. */
export function maskPath(path: string): string {
  return path.replace(/[^/@]+/g, maskToken);
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
    url.pathname === '/' && query.length === 0 ? '' : maskPath(url.pathname),
    query.length === 0 ? '' : `?${query.join('&')}`,
  ].join('');
}

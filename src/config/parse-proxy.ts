import type { ProxyAddress } from './config.ts';
import { InvalidSetting } from './invalid-setting.ts';

/**
 * Reads the address of an HTTP proxy, as curl takes it: the scheme may be left out.
 *
 * The sentences do not repeat the value, which may hold a password.
 */
export function parseProxy(text: string): ProxyAddress {
  const address = text.includes('://') ? text : `http://${text}`;
  const url = URL.canParse(address) ? new URL(address) : undefined;
  if (url?.protocol.startsWith('socks')) {
    throw new InvalidSetting(
      'It is the address of a SOCKS proxy, which is not supported.',
      'Use that of an HTTP proxy, such as http://proxy.example.com:3128.',
    );
  }
  const isHttp = url?.protocol === 'http:' || url?.protocol === 'https:';
  // What follows the port is most likely the rest of a password with a / or # in it.
  if (!isHttp || url.pathname !== '/' || url.search !== '' || url.hash !== '') {
    throw new InvalidSetting(
      'It is not the address of a proxy.',
      'Write http://host:port or http://user:password@host:port, and characters such as @ : / # % in the password percent-encoded.',
    );
  }
  return { origin: url.origin, authorization: authorizationOf(url) };
}

function authorizationOf({ username, password }: URL): string | undefined {
  if (username === '' && password === '') return undefined;
  const credentials = `${decode(username)}:${decode(password)}`;
  return `Basic ${Buffer.from(credentials, 'utf8').toString('base64')}`;
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw new InvalidSetting(
      'Its user name or password has a % that begins no percent-encoded character.',
      'Write %25 for the character %.',
    );
  }
}

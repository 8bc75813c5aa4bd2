import { message } from '../language/message.ts';
import type { ProxyAddress } from './config.ts';
import { InvalidSetting } from './invalid-setting.ts';

/**
 * Reads the address of an HTTP proxy, as curl takes it: the scheme may be left out.
 *
 * The sentences do not repeat the value, which may hold a password.
 */
export function parseProxy(text: string): ProxyAddress {
  // The scheme would become the user name, and the user name part of the password.
  if (/^(?:https?|socks\w*):(?!\/\/)/i.test(text)) throw noProxy();

  const address = text.includes('://') ? text : `http://${text}`;
  const url = URL.canParse(address) ? new URL(address) : undefined;
  if (url?.protocol.startsWith('socks')) {
    throw new InvalidSetting(message('proxy_socks_problem'), message('proxy_socks_cure'));
  }
  const isHttp = url?.protocol === 'http:' || url?.protocol === 'https:';
  // What follows the port is most likely the rest of a password with a / or # in it.
  if (!isHttp || url.pathname !== '/' || url.search !== '' || url.hash !== '') {
    throw noProxy();
  }
  return { origin: url.origin, authorization: authorizationOf(url) };
}

function noProxy(): InvalidSetting {
  return new InvalidSetting(message('proxy_problem'), message('proxy_cure'));
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
    throw new InvalidSetting(message('proxy_percent_problem'), message('proxy_percent_cure'));
  }
}

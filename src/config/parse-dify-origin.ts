import { InvalidSetting } from './invalid-setting.ts';
import { parseHttpUrl } from './parse-http-url.ts';

// What people copy from the browser or from Dify's settings along with the address.
const KNOWN_PATH = /^(?:\/console\/api|\/apps|\/signin)?\/*$/;

/** Reads Dify's address and brings it down to the origin, below which `/console/api` is. */
export function parseDifyOrigin(text: string): string {
  const url = parseHttpUrl(text);
  if (url.search !== '' || url.hash !== '') {
    throw new InvalidSetting(
      'It contains a query or fragment.',
      'Remove everything from the ? or # on.',
    );
  }
  if (!KNOWN_PATH.test(url.pathname)) throw new InvalidSetting(...wrongPath(url.pathname));
  return url.origin;
}

function wrongPath(path: string): [problem: string, cure: string] {
  const origin = 'Use the address alone, such as https://dify.example.com.';
  return /^\/v1(\/|$)/.test(path)
    ? ['It is the address of the service API (/v1), which knows no usage.', origin]
    : ['It has a path, but the console API is at the root of its host.', origin];
}

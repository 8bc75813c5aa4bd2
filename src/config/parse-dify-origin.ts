import { message } from '../language/message.ts';
import { InvalidSetting } from './invalid-setting.ts';
import { parseHttpUrl } from './parse-http-url.ts';

// What people copy from the browser or from Dify's settings along with the address.
const KNOWN_PATH = /^(?:\/console\/api|\/apps|\/signin)?\/*$/;

/** Reads Dify's address and brings it down to the origin, below which `/console/api` is. */
export function parseDifyOrigin(text: string): string {
  const url = parseHttpUrl(text);
  if (url.search !== '' || url.hash !== '') {
    throw new InvalidSetting(message('origin_query_problem'), message('origin_query_cure'));
  }
  if (!KNOWN_PATH.test(url.pathname)) throw wrongPath(url.pathname);
  return url.origin;
}

function wrongPath(path: string): InvalidSetting {
  const isServiceApi = /^\/v1(\/|$)/.test(path);
  return new InvalidSetting(
    message(isServiceApi ? 'origin_service_api_problem' : 'origin_path_problem'),
    message('origin_cure'),
  );
}

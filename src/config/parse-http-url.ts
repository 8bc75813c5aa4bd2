import { message } from '../language/message.ts';
import { InvalidSetting } from './invalid-setting.ts';

/**
 * Reads an absolute http or https address without credentials.
 *
 * The sentences do not repeat the value: people paste tokens into addresses.
 */
export function parseHttpUrl(text: string): URL {
  // `https:/host` and `https:host` would be parsed too, but not by everything that shows addresses.
  if (!/^https?:\/\//i.test(text) || !URL.canParse(text)) {
    throw new InvalidSetting(message('url_problem'), message('url_cure'));
  }
  const url = new URL(text);
  if (url.username !== '' || url.password !== '') {
    throw new InvalidSetting(message('url_credentials_problem'), message('url_credentials_cure'));
  }
  return url;
}

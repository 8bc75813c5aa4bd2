import { message } from '../language/message.ts';
import { InvalidSetting } from './invalid-setting.ts';

/**
 * Reads an absolute http or https address without credentials.
 *
 * The sentences do not repeat the value: people paste tokens into addresses.
 */
export function parseHttpUrl(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || !['http:', 'https:'].includes(url.protocol)) {
    throw new InvalidSetting(message('url_problem'), message('url_cure'));
  }
  if (url.username !== '' || url.password !== '') {
    throw new InvalidSetting(message('url_credentials_problem'), message('url_credentials_cure'));
  }
  return url;
}

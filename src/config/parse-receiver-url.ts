import { InvalidSetting } from './invalid-setting.ts';
import { parseHttpUrl } from './parse-http-url.ts';

/** Reads the receiver's address, which is used as it is: nothing is appended. */
export function parseReceiverUrl(text: string): URL {
  const url = parseHttpUrl(text);
  if (url.hash !== '') {
    throw new InvalidSetting(
      'It contains a fragment, which no request can send.',
      'Remove everything from the # on.',
    );
  }
  return url;
}

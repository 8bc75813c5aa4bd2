import { message } from '../language/message.ts';
import { InvalidSetting } from './invalid-setting.ts';
import { parseHttpUrl } from './parse-http-url.ts';

/** Reads the receiver's address, which is used as it is: nothing is appended. */
export function parseReceiverUrl(text: string): URL {
  const url = parseHttpUrl(text);
  if (url.hash !== '') {
    throw new InvalidSetting(message('fragment_problem'), message('fragment_cure'));
  }
  return url;
}

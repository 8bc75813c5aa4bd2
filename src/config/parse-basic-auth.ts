import { message } from '../language/message.ts';
import { InvalidSetting } from './invalid-setting.ts';

/** Reads `user:password` and makes the value of an Authorization header of it (RFC 7617). */
export function parseBasicAuth(text: string): string {
  if (/^basic /i.test(text)) {
    throw new InvalidSetting(
      message('basic_auth_finished_problem'),
      message('basic_auth_finished_cure'),
    );
  }
  if (!/^[^:]+:./s.test(text) || /[\p{Cc}]/u.test(text)) {
    throw new InvalidSetting(message('basic_auth_problem'), message('basic_auth_cure'));
  }
  return `Basic ${Buffer.from(text, 'utf8').toString('base64')}`;
}

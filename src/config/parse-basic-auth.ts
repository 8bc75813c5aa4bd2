import { InvalidSetting } from './invalid-setting.ts';

/** Reads `user:password` and makes the value of an Authorization header of it (RFC 7617). */
export function parseBasicAuth(text: string): string {
  if (/^basic /i.test(text)) {
    throw new InvalidSetting(
      'It begins with "Basic ", as the finished header does.',
      'Write user:password; the header is made of it.',
    );
  }
  if (!/^[^:]+:./s.test(text) || /[\p{Cc}]/u.test(text)) {
    throw new InvalidSetting(
      'It is not a user name and a password with a colon in between.',
      'Write user:password on a single line.',
    );
  }
  return `Basic ${Buffer.from(text, 'utf8').toString('base64')}`;
}

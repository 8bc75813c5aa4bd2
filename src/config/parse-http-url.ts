import { InvalidSetting } from './invalid-setting.ts';

/**
 * Reads an absolute http or https address without credentials.
 *
 * The sentences do not repeat the value: people paste tokens into addresses.
 */
export function parseHttpUrl(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || !['http:', 'https:'].includes(url.protocol)) {
    throw new InvalidSetting(
      'It is not an http or https address.',
      'Write the whole address, beginning with https:// or http://.',
    );
  }
  if (url.username !== '' || url.password !== '') {
    throw new InvalidSetting(
      'It contains a user name or password.',
      'Remove the part before the @; credentials have variables of their own.',
    );
  }
  return url;
}

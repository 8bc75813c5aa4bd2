import { InvalidSetting } from './invalid-setting.ts';

// Visible ASCII: what every HTTP implementation sends in a header unchanged.
const HEADER_SAFE = /^[\x21-\x7e]+$/;

export type BearerToken = {
  readonly token: string;
  /** Whether it was given as `Bearer …`, which the token itself must not contain. */
  readonly hadScheme: boolean;
};

export function parseBearerToken(text: string): BearerToken {
  const token = text.replace(/^bearer +/i, '');
  return { token: parseHeaderSecret(token), hadScheme: token !== text };
}

/** Reads a secret that is sent in a header. */
export function parseHeaderSecret(text: string): string {
  if (HEADER_SAFE.test(text)) return text;
  throw new InvalidSetting(
    'It contains a space, a line break or another character that no header can carry.',
    'Copy it again, without quotes and without anything around it.',
  );
}

export function parsePassword(text: string): string {
  if (!/[\r\n\0]/.test(text)) return text;
  throw new InvalidSetting('It contains a line break.', 'Write the password on a single line.');
}

import { message } from '../language/message.ts';
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
  throw new InvalidSetting(message('header_secret_problem'), message('header_secret_cure'));
}

export function parsePassword(text: string): string {
  if (!/[\r\n\0]/.test(text)) return text;
  throw new InvalidSetting(message('password_problem'), message('password_cure'));
}

import { message } from '../language/message.ts';
import { InvalidSetting } from './invalid-setting.ts';

/** Reads an e-mail address as it is; Dify decides about upper and lower case. */
export function parseEmail(text: string): string {
  if (/^[^\s@]+@[^\s@]+$/.test(text)) return text;
  throw new InvalidSetting(message('email_problem'), message('email_cure'));
}

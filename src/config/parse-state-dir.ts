import { isAbsolute } from 'node:path';
import { message } from '../language/message.ts';
import { InvalidSetting } from './invalid-setting.ts';

/** Reads the path of the state directory. */
export function parseStateDir(text: string): string {
  if (isAbsolute(text) && !text.includes('\0')) return text;
  throw new InvalidSetting(message('state_dir_problem'), message('state_dir_cure'));
}

import { message } from '../language/message.ts';
import { InvalidSetting } from './invalid-setting.ts';

export function parseAwsRegion(text: string): string {
  // It becomes part of a host name.
  if (/^[a-z]{2}(?:-[a-z]+)+-\d{1,2}$/.test(text)) return text;
  throw new InvalidSetting(message('region_problem'), message('region_cure'));
}

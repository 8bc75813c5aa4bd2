import { message } from '../language/message.ts';
import { canonicalTimeZone } from '../period/time-zone.ts';
import { InvalidSetting } from './invalid-setting.ts';

/** Reads the name of an IANA zone and gives it back in its usual spelling. */
export function parseTimeZone(text: string): string {
  const name = canonicalTimeZone(text);
  if (name !== undefined) return name;
  throw new InvalidSetting(message('time_zone_problem'), message('time_zone_cure'));
}

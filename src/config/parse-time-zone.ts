import { canonicalTimeZone } from '../period/time-zone.ts';
import { InvalidSetting } from './invalid-setting.ts';
import { quote } from './quote.ts';

/** Reads the name of an IANA zone and gives it back in its usual spelling. */
export function parseTimeZone(text: string): string {
  const name = canonicalTimeZone(text);
  if (name !== undefined) return name;
  throw new InvalidSetting(
    `${quote(text)} is not a time zone.`,
    'Use a name of the IANA database, such as Asia/Tokyo or UTC; offsets like +09:00 are not names.',
  );
}

import { InvalidSetting } from './invalid-setting.ts';
import { oneOf } from './parse-scalars.ts';

const parseSpecFormat = oneOf(['external-api', 'api-meter']);

/** Reads the format of the body; there is one in this version. */
export function parseReceiverFormat(text: string): 'external-api' {
  const format = parseSpecFormat(text);
  if (format === 'external-api') return format;
  throw new InvalidSetting('api-meter is not supported by this version.', 'Use external-api.');
}

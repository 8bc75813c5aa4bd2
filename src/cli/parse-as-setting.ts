import { InvalidArgumentError } from 'commander';
import { InvalidSetting } from '../config/invalid-setting.ts';
import type { Say } from '../language/say.ts';

/** Reads the value of an option as a setting is read; commander says the sentence around the cure. */
export function parseAsSetting<Value>(parse: () => Value, say: Say): Value {
  try {
    return parse();
  } catch (error) {
    if (!(error instanceof InvalidSetting)) throw error;
    throw new InvalidArgumentError(say(error.cure));
  }
}

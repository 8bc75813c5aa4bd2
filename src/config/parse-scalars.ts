import { message } from '../language/message.ts';
import { InvalidSetting } from './invalid-setting.ts';

const YES: ReadonlySet<string> = new Set(['true', 'yes', 'on', '1']);
const NO: ReadonlySet<string> = new Set(['false', 'no', 'off', '0']);

export function parseBoolean(text: string): boolean {
  const word = text.toLowerCase();
  if (YES.has(word)) return true;
  if (NO.has(word)) return false;
  throw new InvalidSetting(message('boolean_problem'), message('boolean_cure'));
}

/** A parser of whole numbers from `min` to `max`, in plain digits. */
export function wholeNumber(min: number, max: number): (text: string) => number {
  return (text) => {
    const value = /^\d{1,15}$/.test(text) ? Number(text) : Number.NaN;
    if (value >= min && value <= max) return value;
    throw new InvalidSetting(
      message('number_problem', { min, max }),
      message('number_cure', { min, max }),
    );
  };
}

/** A parser of one word out of `choices`, whatever its case. */
export function oneOf<const Choice extends string>(
  choices: readonly Choice[],
): (text: string) => Choice {
  return (text) => {
    const choice = choices.find((candidate) => candidate === text.toLowerCase());
    if (choice !== undefined) return choice;
    throw new InvalidSetting(message('choice_problem'), message('choice_cure', { choices }));
  };
}

/** Requests per second: a decimal above 0, at most 1000. */
export function parseRate(text: string): number {
  const value = /^\d{1,4}(\.\d{1,6})?$/.test(text) ? Number(text) : Number.NaN;
  if (value > 0 && value <= 1000) return value;
  throw new InvalidSetting(message('rate_problem'), message('rate_cure'));
}

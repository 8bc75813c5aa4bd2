import type { Message, Text } from '../language/message.ts';

/** Options that outrank a variable, by their names without the dashes. */
export type SettingFlag =
  | 'aggregate'
  | 'concurrency'
  | 'from'
  | 'lang'
  | 'mode'
  | 'period'
  | 'timezone'
  | 'to';

/** One setting of the environment. */
export type Variable<T> = {
  readonly name: string;
  /** A noun phrase that completes "set it to …". */
  readonly meaning: Message;
  /** The text that stands for an unset variable. */
  readonly default?: string;
  /** What happens without a value, where `default` cannot say it. */
  readonly whenUnset?: Text;
  /** An older name that is understood as well. */
  readonly alias?: string;
  /** The lower-case spelling, which by custom wins over the upper-case one. */
  readonly outrankedBy?: string;
  readonly flag?: SettingFlag;
  /** Never shown, and accepted as `NAME_FILE`, the path of a file that holds it. */
  readonly secret?: true;
  /** What `.env.example` has in place of a value that everybody has another one of. */
  readonly placeholder?: string;
  /** What every value looks like, where `parse` takes any text; what does not is never shown. */
  readonly shape?: RegExp;
  /** How a value is shown, where parts of it may be secret. */
  readonly show?: (text: string) => string;
  /** Throws an `InvalidSetting`. */
  readonly parse: (text: string) => T;
};

/** What it takes to find out where and to what a variable is set. */
export type VariableNames = Pick<
  Variable<unknown>,
  'name' | 'alias' | 'outrankedBy' | 'flag' | 'secret'
>;

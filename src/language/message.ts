import type { en } from './en.ts';
import type { PlaceName } from './template.ts';

export type MessageCode = keyof typeof en;

/** What is said in one of the languages when it is shown: a stable code, and what fills its places. */
export type Message = {
  readonly code: MessageCode;
  readonly values: Readonly<Record<string, Value>>;
};

/** A message, or words that are the same in every language, such as names and what others said. */
export type Text = string | Message;

/** Several texts are said as a list. */
export type Value = Text | number | bigint | readonly Text[];

type ValuesOf<Code extends MessageCode> = {
  readonly [Name in PlaceName<(typeof en)[Code]>]: Value;
};

/** Takes exactly the values that the English text has places for. */
export function message<const Code extends MessageCode>(
  code: Code,
  ...[values]: [PlaceName<(typeof en)[Code]>] extends [never] ? [] : [ValuesOf<Code>]
): Message {
  return { code, values: values ?? {} };
}

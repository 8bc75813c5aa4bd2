import { message, type Text } from './message.ts';

/** The codes of what goes between two texts. */
type Link = 'certainty_prices' | 'config_lines' | 'warning_next_correction' | 'warning_two';

/** Says texts one after the other; one alone is said as it is. */
export function chain(link: Link, [first = '', ...others]: readonly Text[]): Text {
  let said: Text = first;
  for (const rest of others) said = message(link, { first: said, rest });
  return said;
}

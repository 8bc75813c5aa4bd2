import type { Finding, Hop } from '../check/hop.ts';
import { message } from '../language/message.ts';
import type { Say } from '../language/say.ts';
import { safeText } from '../text/safe-text.ts';

type Told = { readonly found: string; readonly cure: string | undefined };

const LONGEST = 400;

/** What was found and what to do, in the words of a language; a message with both is taken apart. */
export function tellHop(
  { found, cure, cureAfter }: Pick<Hop | Finding, 'found' | 'cure' | 'cureAfter'>,
  say: Say,
): Told {
  const otherwise = cure === undefined ? undefined : say(cure);
  if (cureAfter === undefined) return { found: say(found), cure: otherwise };

  const separator = say(message(cureAfter));
  const [what = '', ...cures] = say(found).split(separator);
  const rest = cures.join(separator);
  const end = say(message('full_stop'));
  return {
    found: safeText(what, LONGEST),
    cure: rest === '' ? otherwise : `${safeText(capitalized(rest), LONGEST)}${end}`,
  };
}

function capitalized(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

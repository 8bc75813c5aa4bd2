import type { Finding, Hop } from '../check/hop.ts';
import type { Say } from '../language/say.ts';

type Told = { readonly found: string; readonly cure: string | undefined };

/** What was found and what to do, in the words of a language. */
export function tellHop({ found, cure }: Pick<Hop | Finding, 'found' | 'cure'>, say: Say): Told {
  const { problem, cure: ownCure } = say.parts(found);
  return { found: problem, cure: ownCure ?? (cure === undefined ? undefined : say(cure)) };
}

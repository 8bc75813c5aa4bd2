import type { Say } from '../language/say.ts';
import { sayError } from '../language/told-error.ts';

/** An error as part of a JSON document: what kind of problem it is, and its message. */
export function toErrorDocument(error: Error, say: Say) {
  const code = 'problem' in error && typeof error.problem === 'string' ? error.problem : error.name;
  return { code, message: sayError(error, say) };
}

import type { Say } from '../language/say.ts';
import { textOf } from '../language/told-error.ts';
import { toTextDocument } from './text-document.ts';

/** An error as part of a JSON document: what kind of problem it is, and what it says. */
export function toErrorDocument(error: Error, say: Say) {
  const code = 'problem' in error && typeof error.problem === 'string' ? error.problem : error.name;
  return { code, ...toTextDocument(textOf(error), say) };
}

import type { ConfigProblem } from '../config/config-error.ts';
import type { Say } from '../language/say.ts';

/** What is wrong with a setting as part of a JSON document. */
export function toProblemDocument({ variable, problem, cure }: ConfigProblem, say: Say) {
  const told = say.parts(problem);
  return { variable, problem: told.problem, cure: say(cure) || (told.cure ?? '') };
}

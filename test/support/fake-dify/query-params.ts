import { paramError } from './errors.ts';
import { readIntParam } from './int-param.ts';
import { isUuid } from './is-uuid.ts';
import { RefusedError } from './refused-error.ts';
import type { Ctx } from './route.ts';

type Bounds = { readonly min: number; readonly max: number; readonly absent: number };

export const PAGE: Bounds = { min: 1, max: 99_999, absent: 1 };
export const LIMIT: Bounds = { min: 1, max: 100, absent: 20 };

/** A whole number of the query; refused outside its bounds, even where it is empty. */
export function intParam({ query, state }: Ctx, name: string, bounds: Bounds): number {
  const value = readIntParam(state.version, query, name, bounds);
  if (typeof value === 'number') return value;
  throw new RefusedError(value);
}

/** One of a few words; absent is undefined, empty is refused. */
export function choiceParam(
  { query, state }: Ctx,
  name: string,
  choices: readonly string[],
): string | undefined {
  const text = query.get(name);
  if (text === null) return undefined;
  if (choices.includes(text)) return text;
  const problem = `The value '${text}' is not a valid choice for '${name}'.`;
  throw new RefusedError(paramError(state.version, name, problem));
}

export function uuidParam({ query, state }: Ctx, name: string): string | undefined {
  const text = query.get(name);
  if (text === null) return undefined;
  if (isUuid(text)) return text;
  throw new RefusedError(paramError(state.version, name, `${text} is not a valid uuid.`));
}

import { paramError, validatorOf } from './errors.ts';
import type { Answer } from './route.ts';

/** An integer of the query within bounds, its default when absent, or the version's refusal. */
export function readIntParam(
  version: string,
  query: URLSearchParams,
  name: string,
  bounds: { readonly min: number; readonly max: number; readonly absent: number },
): number | Answer {
  const text = query.get(name);
  if (text === null) return bounds.absent;
  const { min, max } = bounds;
  const pydantic = validatorOf(version) === 'pydantic';
  // Pydantic alone takes `10.0` for 10.
  if (!(pydantic ? /^\s*-?\d+(\.0+)?\s*$/ : /^\s*-?\d+\s*$/).test(text)) {
    return paramError(version, name, `${text} is not a valid integer`);
  }
  const value = Number(text);
  if (value >= min && value <= max) return value;
  const message = `Invalid argument: ${text}. argument must be within the range ${min} - ${max}`;
  return paramError(version, name, message);
}

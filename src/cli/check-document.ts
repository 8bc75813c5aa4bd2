import type { Hop } from '../check/hop.ts';
import type { ExitCode } from './exit-code.ts';

/** The result of a check as one JSON document. */
export function toCheckDocument(hops: readonly Hop[], status: ExitCode) {
  return {
    command: 'check',
    status,
    hops: hops.map(({ name, status: state, found, cure, code }) => ({
      name,
      status: state,
      found,
      cure: cure ?? null,
      code,
    })),
  };
}

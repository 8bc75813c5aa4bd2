import type { Hop } from '../check/hop.ts';
import type { ExitCode } from '../exit-code.ts';
import type { Say } from '../language/say.ts';
import { tellHop } from './tell-hop.ts';

/** The result of a check as one JSON document. */
export function toCheckDocument(hops: readonly Hop[], status: ExitCode, say: Say) {
  return {
    command: 'check',
    status,
    hops: hops.map((hop) => {
      const { found, cure } = tellHop(hop, say);
      return { name: hop.name, status: hop.status, found, cure: cure ?? null, code: hop.code };
    }),
  };
}

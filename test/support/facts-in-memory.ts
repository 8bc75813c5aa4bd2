import type { AppFacts } from '../../src/cache/app-facts.ts';
import type { Instant } from '../../src/period/period.ts';

/** Facts that no disk holds, as they were put. */
export function factsInMemory(): AppFacts {
  const known = new Map<string, unknown>();
  const instants = new Map<string, Instant>();
  return {
    find: (kind, id) => known.get(`${kind.name} ${id}`) as never,
    list: (kind) =>
      [...known]
        .filter(([key]) => key.startsWith(`${kind.name} `))
        .map(([, value]) => value as never),
    listInstants: ({ name }) =>
      [...instants].filter(([key]) => key.startsWith(`${name} `)).map(([, at]) => at),
    put: (kind, value) => {
      instants.set(`${kind.name} ${kind.idOf(value)}`, kind.at(value));
      known.set(`${kind.name} ${kind.idOf(value)}`, value);
    },
    hasNews: () => known.size > 0,
    news: () => [],
  };
}

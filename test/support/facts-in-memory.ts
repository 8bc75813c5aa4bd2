import type { AppFacts } from '../../src/cache/app-facts.ts';

/** Facts that no disk holds, as they were put. */
export function factsInMemory(): AppFacts {
  const known = new Map<string, unknown>();
  return {
    find: (kind, id) => known.get(`${kind.name} ${id}`) as never,
    list: (kind) =>
      [...known]
        .filter(([key]) => key.startsWith(`${kind.name} `))
        .map(([, value]) => value as never),
    put: (kind, value) => {
      known.set(`${kind.name} ${kind.idOf(value)}`, value);
    },
    news: () => [],
  };
}

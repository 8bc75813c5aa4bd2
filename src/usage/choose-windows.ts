import type { LedgerCall } from './ledger-call.ts';

/** A minute with traffic, or what cannot be divided into minutes. */
export type TrafficCell<Place, Call extends LedgerCall = LedgerCall> = {
  readonly place: Place;
  /** The ledger's request that holds it; a window never reaches into another one. */
  readonly group: string;
  readonly calls: readonly Call[];
};

/** Consecutive cells that one request tells the figures of. */
export type TrafficWindow<Place, Call extends LedgerCall = LedgerCall> = {
  readonly first: Place;
  readonly last: Place;
  readonly calls: readonly Call[];
};

/**
 * Which windows to ask for so that the figures of each pair (a user on a model) are known.
 *
 * Neighbours of the same pair go into one window. Where the bucket holds nothing else than these
 * calls, one pair needs no window at all: it has what the others leave, so the one that would
 * cost the most requests is left out. Where something is hidden in the bucket every minute is
 * asked on its own, to keep it from being swept in.
 *
 * `cells` are those of one bucket, in the order of time.
 */
export function chooseWindows<Place, Call extends LedgerCall>(
  cells: readonly TrafficCell<Place, Call>[],
  pairOf: (call: Call) => string,
  holdsNothingElse: boolean,
): TrafficWindow<Place, Call>[] {
  const stretches: Stretch<Place, Call>[] = [];
  for (const { place, group, calls } of cells) {
    const pairs = new Set(calls.map(pairOf));
    const [only] = pairs;
    const pair = pairs.size === 1 ? only : undefined;
    const before = stretches.at(-1);
    const joins = pair !== undefined && before?.pair === pair && before.group === group;
    if (joins && holdsNothingElse) {
      before.last = place;
      before.calls.push(...calls);
    } else {
      stretches.push({ first: place, last: place, calls: [...calls], pair, group });
    }
  }

  const spared = holdsNothingElse ? mostFrequent(stretches.map(({ pair }) => pair)) : undefined;
  return stretches
    .filter(({ pair }) => pair === undefined || pair !== spared)
    .map(({ first, last, calls }) => ({ first, last, calls }));
}

type Stretch<Place, Call> = {
  readonly first: Place;
  last: Place;
  readonly calls: Call[];
  readonly pair: string | undefined;
  readonly group: string;
};

function mostFrequent(pairs: readonly (string | undefined)[]): string | undefined {
  const counts = new Map<string, number>();
  let best: string | undefined;
  for (const pair of pairs) {
    if (pair === undefined) continue;
    const count = (counts.get(pair) ?? 0) + 1;
    counts.set(pair, count);
    if (best === undefined || count > (counts.get(best) ?? 0)) best = pair;
  }
  return best;
}

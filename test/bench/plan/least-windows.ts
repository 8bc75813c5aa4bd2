/** Minutes with traffic in the order of time: who spent in each, as numbers or words of any kind. */
export type TrafficMinute = ReadonlySet<string>;

/**
 * The fewest statistics requests that tell what each pair (a user on a model) spent: one for every
 * stretch of minutes that belongs to the same pair, one for every mixed minute, and none for the
 * pair with the most stretches, which has what the others leave.
 */
export function leastWindows(minutes: Iterable<TrafficMinute>): number {
  const stretches = new Map<string, number>();
  let mixed = 0;
  let before: string | undefined;
  const pairs = new Set<string>();
  for (const minute of minutes) {
    const [only] = minute;
    for (const pair of minute) pairs.add(pair);
    const pair = minute.size === 1 ? only : undefined;
    if (pair === undefined) mixed += 1;
    else if (pair !== before) stretches.set(pair, (stretches.get(pair) ?? 0) + 1);
    before = pair;
  }
  if (pairs.size < 2) return 0;
  const counts = [...stretches.values()];
  const all = counts.reduce((sum, count) => sum + count, 0);
  return mixed + all - Math.max(0, ...counts);
}

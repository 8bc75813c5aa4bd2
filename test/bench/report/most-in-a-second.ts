/** The most of these instants, in ms and in order, that lie within any one second. */
export function mostInASecond(instants: readonly number[]): number {
  let most = 0;
  let first = 0;
  for (const [place, instant] of instants.entries()) {
    while ((instants[first] ?? instant) <= instant - 1000) first += 1;
    most = Math.max(most, place - first + 1);
  }
  return most;
}

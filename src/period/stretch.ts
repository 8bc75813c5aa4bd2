import type { Instant } from './period.ts';

/** A half-open stretch of time, `[from, to)`. */
export type Stretch = { readonly from: Instant; readonly to: Instant };

/** In order and without overlaps; stretches that adjoin become one, and empty ones none. */
export function mergeStretches(stretches: readonly Stretch[]): Stretch[] {
  const merged: Stretch[] = [];
  const inOrder = stretches.filter(({ from, to }) => from < to);
  for (const { from, to } of inOrder.toSorted((one, other) => one.from - other.from)) {
    const last = merged.at(-1);
    if (last === undefined || last.to < from) merged.push({ from, to });
    else merged[merged.length - 1] = { from: last.from, to: Math.max(last.to, to) };
  }
  return merged;
}

/** What of `whole` none of the others holds. */
export function listGaps(whole: Stretch, others: readonly Stretch[]): Stretch[] {
  const gaps: Stretch[] = [];
  let { from } = whole;
  for (const other of mergeStretches(others)) {
    gaps.push({ from, to: Math.min(other.from, whole.to) });
    from = Math.max(from, other.to);
  }
  gaps.push({ from, to: whole.to });
  return gaps.filter((gap) => gap.from < gap.to);
}

/** The part of each that lies within `whole`, in order. */
export function clipStretches(whole: Stretch, stretches: readonly Stretch[]): Stretch[] {
  const clipped = stretches.map(({ from, to }) => ({
    from: Math.max(from, whole.from),
    to: Math.min(to, whole.to),
  }));
  return mergeStretches(clipped);
}

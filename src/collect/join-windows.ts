import type { Bucket } from '../period/period.ts';
import type { StatisticsWindow } from '../period/statistics-windows.ts';

/** Fewer windows cost no more than asking for all of them at once. */
export const MANY_WINDOWS = 3;

export type BucketWindow = StatisticsWindow & {
  readonly attribution: { readonly kind: 'bucket'; readonly bucket: Bucket };
};

export function isOfOneBucket(window: StatisticsWindow): window is BucketWindow {
  return window.attribution.kind === 'bucket';
}

/** One window over all of these, whose rows tell the dates of the account. */
export function joinWindows(windows: readonly BucketWindow[], timeZone: string): StatisticsWindow {
  const [first] = windows;
  const last = windows.at(-1);
  if (first === undefined || last === undefined) throw new TypeError('There are no windows');
  const buckets = windows.map(({ attribution }) => attribution.bucket);
  const attribution = { kind: 'by-date', buckets, timeZone } as const;
  return { start: first.start, end: last.end, from: first.from, to: last.to, attribution };
}

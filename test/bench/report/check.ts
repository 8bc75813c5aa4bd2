/** One target, what was measured, and whether that is good enough. */
export type Check = {
  /** Which target it belongs to. */
  readonly target: Target;
  /** What was measured, and how it was set up. */
  readonly what: string;
  readonly measured: number;
  readonly unit: 'ratio' | 'percent' | 'MB' | 's' | 'per s' | 'requests' | 'modules' | 'at once';
  /** Undefined where there is no target, and the figure is for information. */
  readonly limit: Limit | undefined;
  /** What the figure was made of. */
  readonly basis: string;
};

export type Limit = { readonly atMost: number } | { readonly atLeast: number };

export type Target =
  | 'requests'
  | 'wall'
  | 'second run'
  | 'memory'
  | 'growth'
  | 'engine'
  | 'start-up'
  | 'politeness';

export type Verdict = 'met' | 'missed' | 'for information';

export function judge({ measured, limit }: Pick<Check, 'measured' | 'limit'>): Verdict {
  if (limit === undefined) return 'for information';
  const isMet = 'atMost' in limit ? measured <= limit.atMost : measured >= limit.atLeast;
  return isMet ? 'met' : 'missed';
}

/** How far two clocks may be apart before people are told; a `Date` header has whole seconds. */
export const MAX_SKEW_MS = 30_000;

/** How one request went, from which the gate learns how much Dify bears. */
export type RequestReport = {
  /** Requests are compared with earlier ones of the same route only. */
  readonly route: string;
  readonly latencyMs: number;
  /** 429, 5xx, a timeout or no answer at all. */
  readonly overloaded: boolean;
  readonly retryAfterMs: number | undefined;
};

export type RequestGate = {
  /** Runs a task when a slot is free; first come, first served. */
  run<Result>(task: () => Promise<Result>): Promise<Result>;
  report(report: RequestReport): void;
  /** How many requests may be in flight now. */
  limit(): number;
};

export type GateOptions = {
  readonly concurrency: number;
  readonly maxRps: number | undefined;
  /** In ms from anywhere; no correction of the clock moves it. */
  readonly monotonicNow: () => number;
  readonly sleep: (ms: number) => Promise<unknown>;
  /** A `Retry-After` that asks for more is not waited for: requests fail with this error. */
  readonly longestPause?: { readonly ms: number; readonly refuse: (waitMs: number) => Error };
  readonly onLimitChange?: (limit: number) => void;
};

const SMOOTHING = 0.2;
const SLOW_FACTOR = 2;
/** Queueing on a fast server is not load. */
const SLOW_FLOOR_MS = 500;
const STEPS_BETWEEN_CHANGES = 10;
const GOOD_REQUESTS_TO_RECOVER = 20;

/**
 * Bounds the requests in flight and shrinks the bound while Dify is in trouble (design §11).
 *
 * 429, 5xx, timeouts and a latency above twice the route's baseline and 500 ms halve it; twenty
 * good answers give one slot back. A `Retry-After` stops everybody.
 */
export function createRequestGate(options: GateOptions): RequestGate {
  const { concurrency, maxRps, monotonicNow: now, sleep, longestPause } = options;
  const waiting: (() => void)[] = [];
  const latencies = new Map<string, { smoothedMs: number; baselineMs: number }>();
  let limit = concurrency;
  let active = 0;
  let pausedUntil = 0;
  let nextStartAt = 0;
  let sinceChange = STEPS_BETWEEN_CHANGES;
  let inFlightAtChange = 0;
  let goodRequests = 0;

  const setLimit = (wanted: number) => {
    const next = Math.min(concurrency, Math.max(1, wanted));
    goodRequests = 0;
    if (next === limit) return;
    limit = next;
    sinceChange = 0;
    inFlightAtChange = active;
    options.onLimitChange?.(limit);
    admit();
  };

  const admit = () => {
    while (active < limit) {
      const next = waiting.shift();
      if (next === undefined) return;
      active += 1;
      next();
    }
  };

  const waitForSlot = () =>
    new Promise<void>((resolve) => {
      waiting.push(resolve);
      admit();
    });

  const waitForTime = async () => {
    for (;;) {
      const waitMs = Math.max(pausedUntil, nextStartAt) - now();
      if (waitMs <= 0) break;
      const pauseMs = pausedUntil - now();
      if (longestPause !== undefined && pauseMs > longestPause.ms) {
        throw longestPause.refuse(pauseMs);
      }
      await sleep(waitMs);
    }
    if (maxRps !== undefined) nextStartAt = Math.max(nextStartAt, now()) + 1000 / maxRps;
  };

  return {
    limit: () => limit,
    async run(task) {
      await waitForSlot();
      try {
        await waitForTime();
        return await task();
      } finally {
        active -= 1;
        admit();
      }
    },
    report({ route, latencyMs, overloaded, retryAfterMs }) {
      sinceChange += 1;
      if (retryAfterMs !== undefined) pausedUntil = Math.max(pausedUntil, now() + retryAfterMs);
      if (overloaded) {
        // Those that were in flight at the last change tell nothing about the new bound.
        if (sinceChange >= inFlightAtChange) setLimit(Math.floor(limit / 2));
        return;
      }

      const seen = latencies.get(route) ?? { smoothedMs: latencyMs, baselineMs: latencyMs };
      const smoothedMs = seen.smoothedMs + SMOOTHING * (latencyMs - seen.smoothedMs);
      const baselineMs = Math.min(seen.baselineMs, smoothedMs);
      latencies.set(route, { smoothedMs, baselineMs });

      const isSlow = smoothedMs > SLOW_FACTOR * baselineMs && smoothedMs > SLOW_FLOOR_MS;
      if (isSlow && sinceChange > STEPS_BETWEEN_CHANGES) return setLimit(Math.floor(limit / 2));
      goodRequests = isSlow ? 0 : goodRequests + 1;
      if (goodRequests >= GOOD_REQUESTS_TO_RECOVER) setLimit(limit + 1);
    },
  };
}

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
  /** Runs a task when a slot is free and nobody is asked to wait; first come, first served. */
  run<Result>(task: () => Promise<Result>): Promise<Result>;
  /** Ends when the next request may go out; takes no slot, so that a task may make several. */
  waitForTurn(): Promise<void>;
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
/** So slowly that a Dify in trouble is not taken for a slow one within tens of answers. */
const BASELINE_RISE = 0.01;
const SLOW_FACTOR = 2;
/** Queueing on a fast server is not load. */
const SLOW_FLOOR_MS = 500;
const STEPS_BETWEEN_FALLS = 10;
const GOOD_REQUESTS_TO_RECOVER = 20;

/**
 * Bounds the requests in flight and shrinks the bound while Dify is in trouble (design §11).
 *
 * 429, 5xx, timeouts and a latency above twice the route's baseline and 500 ms halve it; twenty
 * good answers give one slot back. A `Retry-After` stops everybody. The baseline is the lowest
 * latency of late: what a route answers slowly for hundreds of answers is its usual pace, such as that
 * of a heavy app after a light one.
 */
export function createRequestGate(options: GateOptions): RequestGate {
  const { concurrency, maxRps, monotonicNow: now, sleep, longestPause } = options;
  const waiting: (() => void)[] = [];
  const latencies = new Map<string, { smoothedMs: number; baselineMs: number }>();
  let limit = concurrency;
  let active = 0;
  let pausedUntil = 0;
  let nextStartAt = 0;
  let sinceFall = STEPS_BETWEEN_FALLS;
  let inFlightAtFall = 0;
  let goodRequests = 0;

  const setLimit = (wanted: number) => {
    const next = Math.min(concurrency, Math.max(1, wanted));
    goodRequests = 0;
    if (next === limit) return;
    if (next < limit) {
      sinceFall = 0;
      inFlightAtFall = active;
    }
    limit = next;
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

  /** How long Dify still wants to be left alone. */
  const pauseMs = () => {
    const waitMs = pausedUntil - now();
    if (longestPause !== undefined && waitMs > longestPause.ms) throw longestPause.refuse(waitMs);
    return waitMs;
  };

  return {
    limit: () => limit,
    async run(task) {
      await waitForSlot();
      try {
        for (let waitMs = pauseMs(); waitMs > 0; waitMs = pauseMs()) await sleep(waitMs);
        return await task();
      } finally {
        active -= 1;
        admit();
      }
    },
    async waitForTurn() {
      const turnMs = () => Math.max(pauseMs(), nextStartAt - now());
      for (let waitMs = turnMs(); waitMs > 0; waitMs = turnMs()) await sleep(waitMs);
      if (maxRps !== undefined) nextStartAt = Math.max(nextStartAt, now()) + 1000 / maxRps;
    },
    report({ route, latencyMs, overloaded, retryAfterMs }) {
      sinceFall += 1;
      if (retryAfterMs !== undefined) pausedUntil = Math.max(pausedUntil, now() + retryAfterMs);
      if (overloaded) {
        goodRequests = 0;
        // Those that were in flight when it fell tell nothing about the new bound.
        if (sinceFall >= inFlightAtFall) setLimit(Math.floor(limit / 2));
        return;
      }

      const seen = latencies.get(route) ?? { smoothedMs: latencyMs, baselineMs: latencyMs };
      const smoothedMs = seen.smoothedMs + SMOOTHING * (latencyMs - seen.smoothedMs);
      const risenMs = seen.baselineMs + BASELINE_RISE * (smoothedMs - seen.baselineMs);
      const baselineMs = Math.min(risenMs, smoothedMs);
      latencies.set(route, { smoothedMs, baselineMs });

      const isSlow = smoothedMs > SLOW_FACTOR * baselineMs && smoothedMs > SLOW_FLOOR_MS;
      if (isSlow && sinceFall > STEPS_BETWEEN_FALLS) return setLimit(Math.floor(limit / 2));
      goodRequests = isSlow ? 0 : goodRequests + 1;
      if (goodRequests >= GOOD_REQUESTS_TO_RECOVER) setLimit(limit + 1);
    },
  };
}

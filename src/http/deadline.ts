/** Aborts when time is up or when the outer signal does, whichever comes first. */
export type Deadline = {
  readonly signal: AbortSignal;
  hasExpired(): boolean;
  /** To be called when the work is done, or the timer keeps the process alive. */
  stop(): void;
};

// Inside AbortSignal.any, Node 20 lets an AbortSignal.timeout be garbage-collected: it
// then never fires. A timer that holds its controller does.
export function startDeadline(ms: number, outer: AbortSignal): Deadline {
  const controller = new AbortController();
  const timer = setTimeout(() => controller.abort(new Error(`No end after ${ms} ms`)), ms);
  return {
    signal: AbortSignal.any([outer, controller.signal]),
    hasExpired: () => controller.signal.aborted,
    stop: () => clearTimeout(timer),
  };
}

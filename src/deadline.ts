/** Aborts when time is up or when the outer signal does, whichever comes first. */
export type Deadline = {
  readonly signal: AbortSignal;
  hasExpired(): boolean;
  /** So much time from now on, instead of what was left; none once it has aborted. */
  extend(ms: number): void;
  /** To be called when the work is done: else the timer keeps the process alive, and `outer` holds on to a listener. */
  stop(): void;
};

// One timer and one listener instead of AbortSignal.timeout and AbortSignal.any: inside `any`, Node 20
// lets a timeout be garbage-collected, which then never fires, and both cost more than the rest.
export function startDeadline(ms: number, outer: AbortSignal): Deadline {
  const controller = new AbortController();
  let hasExpired = false;
  const start = (lastingMs: number) =>
    setTimeout(() => {
      hasExpired = !controller.signal.aborted;
      controller.abort(new Error(`No end after ${lastingMs} ms`));
    }, lastingMs);
  let timer = start(ms);
  const follow = () => controller.abort(outer.reason);
  if (outer.aborted) follow();
  else outer.addEventListener('abort', follow, { once: true });
  return {
    signal: controller.signal,
    hasExpired: () => hasExpired,
    extend: (lastingMs) => {
      if (controller.signal.aborted) return;
      clearTimeout(timer);
      timer = start(lastingMs);
    },
    stop: () => {
      clearTimeout(timer);
      outer.removeEventListener('abort', follow);
    },
  };
}

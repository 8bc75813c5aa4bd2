import pRetry from 'p-retry';
import { HttpError, TimeoutError } from '../http/http-error.ts';
import { DifyError } from './dify-error.ts';

export type DifyRetryOptions = {
  /** First wait; doubled each time, at most 30 s. */
  readonly baseMs: number;
  /** For all repetitions and waits of one request together, from its first failure on. */
  readonly deadlineMs: number;
  /** A timed-out query is probably still running in Dify's database (auth-and-apps §9.3). */
  readonly waitAfterTimeoutMs: number;
  readonly signal: AbortSignal;
  /** In ms from anywhere; no correction of the clock moves it. */
  readonly monotonicNow: () => number;
  readonly sleep: (ms: number, signal: AbortSignal) => Promise<unknown>;
  readonly onRetry?: (error: HttpError, waitMs: number) => void;
};

export const DEFAULT_DIFY_RETRY = {
  baseMs: 1000,
  deadlineMs: 10 * 60 * 1000,
  waitAfterTimeoutMs: 30_000,
} as const;

const MAX_RETRIES = 4;
const MAX_BACKOFF_MS = 30_000;
/** Per kind of failure: an error inside Dify or a slow query rarely passes by itself. */
const MAX_RETRIES_OF_STUBBORN = 1;

/** Repeats a read while time alone may help, within one deadline. */
export async function retryRequest<Result>(
  attempt: () => Promise<Result>,
  options: DifyRetryOptions,
): Promise<Result> {
  // Nearly all succeed at once, and p-retry takes as much time as a small answer.
  let first: Promise<Result> | undefined = attempt();
  try {
    return await first;
  } catch {
    // It counts as the first of p-retry's attempts.
  }
  // Not before: a request may wait for its turn behind many others.
  const failedAt = options.monotonicNow();
  const remainingMs = () => options.deadlineMs - (options.monotonicNow() - failedAt);
  let stubborn = 0;
  const next = () => {
    const started = first ?? attempt();
    first = undefined;
    return started;
  };
  const retried = pRetry(next, {
    retries: MAX_RETRIES,
    // The waits are ours: p-retry's own cannot be lengthened by a Retry-After.
    minTimeout: 0,
    signal: options.signal,
    shouldRetry: async ({ error, retriesConsumed, retriesLeft }) => {
      if (!(error instanceof HttpError) || error.remedy !== 'time') return false;
      if (isStubborn(error) && ++stubborn > MAX_RETRIES_OF_STUBBORN) return false;

      const backoffMs = Math.min(options.baseMs * 2 ** retriesConsumed, MAX_BACKOFF_MS);
      const waitMs = Math.max(backoffMs, requestedWait(error, options));
      if (retriesLeft === 0 || waitMs > remainingMs()) return false;

      options.onRetry?.(error, waitMs);
      await options.sleep(waitMs, options.signal);
      return true;
    },
  });
  return await retried.catch((error: unknown) => {
    options.signal.throwIfAborted(); // an interrupted sleep has a reason of its own
    throw error;
  });
}

function isStubborn(error: HttpError): boolean {
  return error instanceof TimeoutError || (error instanceof DifyError && error.status === 500);
}

function requestedWait(error: HttpError, { waitAfterTimeoutMs }: DifyRetryOptions): number {
  if (error instanceof TimeoutError) return waitAfterTimeoutMs;
  return error instanceof DifyError ? (error.retryAfterMs ?? 0) : 0;
}

import { startDeadline } from '../http/deadline.ts';
import { HttpError } from '../http/http-error.ts';
import type { End } from './end.ts';
import type { HopResult } from './hop.ts';

export type Step<Value> = {
  readonly take: (signal: AbortSignal) => Promise<HopResult<Value>>;
  /** The code of no answer. */
  readonly silence: 'EAI_AGAIN' | 'ETIMEDOUT' | 'ERR_TLS_HANDSHAKE_TIMEOUT';
  /** Makes a `HttpError` of a failure that is the other side's. */
  readonly explain: (cause: unknown) => unknown;
};

/** Tries one step of a connection within the end's limit. */
export async function reach<Value>(
  { limitMs, failure }: End,
  { take, silence, explain }: Step<Value>,
  outer: AbortSignal,
): Promise<HopResult<Value>> {
  const deadline = startDeadline(limitMs, outer);
  try {
    return await take(deadline.signal);
  } catch (cause) {
    outer.throwIfAborted();
    const isSilence = deadline.hasExpired() && !(cause instanceof HttpError);
    const error = explain(isSilence ? Object.assign(new Error(silence), { code: silence }) : cause);
    if (!(error instanceof HttpError)) throw error;
    return { findings: [failure(error)] };
  } finally {
    deadline.stop();
  }
}

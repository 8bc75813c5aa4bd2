import { startDeadline } from '../deadline.ts';
import { HttpError } from '../http/http-error.ts';
import type { End } from './end.ts';
import type { Finding, HopResult } from './hop.ts';

/** One part of connecting. */
export type Attempt = {
  readonly look: (signal: AbortSignal) => Promise<Finding>;
  /** The code of no answer. */
  readonly silence: 'EAI_AGAIN' | 'ETIMEDOUT' | 'ERR_TLS_HANDSHAKE_TIMEOUT';
  /** Makes a `HttpError` of a failure that is the other side's. */
  readonly explain: (cause: unknown) => unknown;
};

/** Makes the attempt within the end's limit; its value says that the next one can build on it. */
export async function reach(
  { limitMs, failure }: End,
  { look, silence, explain }: Attempt,
  outer: AbortSignal,
): Promise<HopResult<true>> {
  const deadline = startDeadline(limitMs, outer);
  try {
    return { findings: [await look(deadline.signal)], value: true };
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

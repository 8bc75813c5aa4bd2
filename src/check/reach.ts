import { startDeadline } from '../http/deadline.ts';
import { describeNetworkFailure } from '../http/describe-network-failure.ts';
import { HttpError, NetworkError } from '../http/http-error.ts';
import { toHttpError } from '../http/to-http-error.ts';
import type { End } from './end.ts';
import type { HopResult } from './hop.ts';

/** Tries one step of a connection within the end's limit; `silence` is the errno name of no answer. */
export async function reach<Value>(
  end: End,
  host: string,
  silence: 'EAI_AGAIN' | 'ETIMEDOUT',
  outer: AbortSignal,
  step: (signal: AbortSignal) => Promise<HopResult<Value>>,
): Promise<HopResult<Value>> {
  const deadline = startDeadline(end.limitMs, outer);
  try {
    return await step(deadline.signal);
  } catch (cause) {
    outer.throwIfAborted();
    const error = deadline.hasExpired() ? noAnswer(host, silence, cause) : toHttpError(host, cause);
    if (!(error instanceof HttpError)) throw error;
    return { findings: [end.failure(error)] };
  } finally {
    deadline.stop();
  }
}

function noAnswer(host: string, silence: string, cause: unknown): NetworkError {
  return new NetworkError(host, describeNetworkFailure(new Error(silence), silence), { cause });
}

import { once } from 'node:events';

/** To race with what cannot be stopped, only not be waited for; throws the reason of the signal. */
export async function untilAborted(signal: AbortSignal): Promise<never> {
  if (!signal.aborted) await once(signal, 'abort');
  throw signal.reason;
}

import { setTimeout as sleep } from 'node:timers/promises';
import { version } from '../version.ts';

/** What is not deterministic, as every run uses it. */
export const realPorts = {
  now: Date.now,
  monotonicNow: () => performance.now(),
  async sleep(ms: number, signal?: AbortSignal): Promise<void> {
    try {
      await sleep(ms, undefined, signal === undefined ? {} : { signal });
    } catch (error) {
      signal?.throwIfAborted(); // its reason, rather than the timer's AbortError
      throw error;
    }
  },
  userAgent: `dify-usage/${version}`,
} as const;

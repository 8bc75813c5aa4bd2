import { whileInterruptible } from '../cli/interruption.ts';
import type { Logger } from '../cli/logger.ts';
import type { Host } from '../host.ts';
import { withLock } from './with-lock.ts';

/** Changes a state directory as its only run, until a signal says to stop. */
export function whileLocked<Result>(
  stateDir: string,
  { lockWaitMs }: { readonly lockWaitMs: number },
  log: Logger,
  host: Host,
  run: (signal: AbortSignal) => Promise<Result>,
): Promise<Result> {
  return whileInterruptible(host, (signal) =>
    withLock({ stateDir, waitMs: lockWaitMs, signal, log }, host, () => run(signal)),
  );
}

import { setMaxListeners } from 'node:events';
import type { Host } from '../host.ts';
import { ExitCode } from './exit-code.ts';

/** The run was told to stop; what is done is done and what is spooled stays. */
export class InterruptedError extends Error {
  override readonly name = 'InterruptedError';
  readonly exitCode: ExitCode;

  constructor(signal: 'SIGINT' | 'SIGTERM') {
    super(`Stopped by ${signal}; what was spooled is kept for the next run`);
    this.exitCode = signal === 'SIGINT' ? ExitCode.interrupted : ExitCode.terminated;
  }
}

/**
 * An abort signal for the length of `run`, raised by SIGINT and SIGTERM. Who sends a second one does
 * not want to wait: it ends the process at once, and the next run sweeps up as after a crash.
 */
export async function whileInterruptible<Result>(
  host: Host,
  run: (signal: AbortSignal) => Promise<Result>,
): Promise<Result> {
  const controller = new AbortController();
  // Each request listens while it is under way; Node would warn of a leak at the eleventh.
  setMaxListeners(0, controller.signal);
  const onInt = () => stop('SIGINT');
  const onTerm = () => stop('SIGTERM');
  function stopListening() {
    host.off('SIGINT', onInt);
    host.off('SIGTERM', onTerm);
  }
  function stop(signal: 'SIGINT' | 'SIGTERM') {
    stopListening();
    controller.abort(new InterruptedError(signal));
  }
  host.on('SIGINT', onInt);
  host.on('SIGTERM', onTerm);
  try {
    const result = await run(controller.signal);
    controller.signal.throwIfAborted(); // whatever it came to, it was not all
    return result;
  } finally {
    stopListening();
  }
}

import { setMaxListeners } from 'node:events';
import { ExitCode } from '../exit-code.ts';
import type { Host, StopSignal } from '../host.ts';
import { message } from '../language/message.ts';
import { ToldError } from '../language/told-error.ts';

/** The run was told to stop; what is done is done and what is spooled stays. */
export class InterruptedError extends ToldError {
  override readonly name = 'InterruptedError';
  readonly exitCode: ExitCode;

  constructor(signal: StopSignal) {
    super(message('interrupted', { signal }));
    this.exitCode = EXIT_CODES[signal];
  }
}

const EXIT_CODES: Readonly<Record<StopSignal, ExitCode>> = {
  SIGHUP: ExitCode.hungUp,
  SIGINT: ExitCode.interrupted,
  SIGTERM: ExitCode.terminated,
};

/** Node gives SIGHUP its default meaning even under nohup, so that there is nothing to preserve. */
const STOP_SIGNALS: readonly StopSignal[] = ['SIGHUP', 'SIGINT', 'SIGTERM'];

/**
 * An abort signal for the length of `run`, raised by a signal to stop. Who sends a second one does
 * not want to wait: it ends the process at once, and the next run sweeps up as after a crash.
 */
export async function whileInterruptible<Result>(
  host: Pick<Host, 'on' | 'off'>,
  run: (signal: AbortSignal) => Promise<Result>,
): Promise<Result> {
  const controller = new AbortController();
  // Each request listens while it is under way; Node would warn of a leak at the eleventh.
  setMaxListeners(0, controller.signal);
  const listeners = STOP_SIGNALS.map((signal) => ({ signal, stop: () => stop(signal) }));
  function stopListening() {
    for (const { signal, stop } of listeners) host.off(signal, stop);
  }
  function stop(signal: StopSignal) {
    stopListening();
    controller.abort(new InterruptedError(signal));
  }
  for (const { signal, stop } of listeners) host.on(signal, stop);
  try {
    const result = await run(controller.signal);
    controller.signal.throwIfAborted(); // whatever it came to, it was not all
    return result;
  } finally {
    stopListening();
  }
}

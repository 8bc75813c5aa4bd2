import type { Logger } from '../cli/logger.ts';
import type { Host } from '../host.ts';
import { message } from '../language/message.ts';
import { sayInEnglish } from '../language/say.ts';
import { describeHolder } from '../lock/locked-error.ts';
import { thisMachine } from '../lock/machine.ts';
import { takeLock } from '../lock/take-lock.ts';
import type { Takeover } from '../lock/try-lock.ts';
import { realPorts } from './real-ports.ts';

export type WithLockOptions = {
  readonly stateDir: string;
  readonly waitMs: number;
  readonly signal: AbortSignal;
  readonly log: Logger;
};

/** Runs with the lock of the state directory, which is free again whatever comes of it. */
export async function withLock<Result>(
  { stateDir, waitMs, signal, log }: WithLockOptions,
  host: Host,
  run: () => Promise<Result>,
): Promise<Result> {
  const lock = await takeLock(stateDir, { ...realPorts, machine: thisMachine(), waitMs, signal });
  try {
    signal.throwIfAborted();
    if (lock.takenOver !== undefined) report(lock.takenOver, log, host);
    return await run();
  } finally {
    await lock.release();
  }
}

/** That a run was killed is worth knowing, although nothing has to be done about it. */
function report({ holder, why }: Takeover, log: Logger, host: Host): void {
  const who = holder === undefined ? message('lock_nameless_run') : describeHolder(holder);
  const text = message('lock_taken_over', { who, why: message(`lock_${why}`) });
  if (host.stderr.isTTY) host.stderr.write(`${host.say(text)}\n`);
  else log.warn({ code: 'lock_taken_over', why, detail: sayInEnglish(text) }, 'Warning');
}

import { realpath } from 'node:fs/promises';
import { nodeFileSystem } from '../files/file-system.ts';
import { ensureStateDirectory } from '../files/state-directory.ts';
import { LockedError } from './locked-error.ts';
import type { Machine } from './machine.ts';
import { type HeldLock, tryLock } from './try-lock.ts';

export type LockOptions = {
  readonly machine: Machine;
  /** How long to wait for another run to end; 0 does not wait. */
  readonly waitMs: number;
  readonly now: () => number;
  readonly sleep: (ms: number, signal?: AbortSignal) => Promise<unknown>;
  readonly signal: AbortSignal;
};

const PAUSE_MS = 200;

/** Sees to it that this is the only run in a state directory. Throws a LockedError when it is not. */
export async function takeLock(
  stateDir: string,
  { machine, waitMs, now, sleep, signal }: LockOptions,
): Promise<HeldLock> {
  await ensureStateDirectory(nodeFileSystem, stateDir);
  const directory = await realpath(stateDir);
  const giveUpAt = now() + waitMs;
  for (;;) {
    try {
      return await tryLock(directory, machine, now());
    } catch (error) {
      const leftMs = giveUpAt - now();
      if (!(error instanceof LockedError) || leftMs <= 0) throw error;
      await sleep(Math.min(PAUSE_MS, leftMs), signal);
    }
  }
}

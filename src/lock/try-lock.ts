import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { systemErrorCode } from '../files/file-system.ts';
import { abstractName } from './abstract-name.ts';
import { askHolder } from './ask-holder.ts';
import { type HolderVerdict, judgeHolder } from './judge-holder.ts';
import {
  createLockFile,
  lockFilePath,
  readLockFile,
  removeLockFile,
  sweepSockets,
} from './lock-file.ts';
import { formatHolder, holderHere, type LockHolder, parseHolder } from './lock-holder.ts';
import { type LockSocket, listenOn } from './lock-socket.ts';
import { LockedError } from './locked-error.ts';
import type { Machine } from './machine.ts';
import { newSocketName } from './socket-name.ts';

export type HeldLock = {
  /** The run that was killed with the lock in its hands. */
  readonly takenOver: Takeover | undefined;
  release(): Promise<void>;
};

export type Takeover = {
  /** Undefined when its file was damaged. */
  readonly holder: LockHolder | undefined;
  readonly why: Extract<Verdict, { kind: 'gone' }>['why'];
};

type Verdict = HolderVerdict | { readonly kind: 'gone'; readonly why: 'file_damaged' };

/** Longer than anybody takes from creating a file to having written it. */
const WRITING_MS = 100;

/**
 * Takes the lock, or throws a LockedError at once.
 *
 * The kernel decides between the runs of one machine, by a socket that only one of them can have
 * and that goes with its process. The file tells people who it is, and keeps away the runs that
 * cannot see the socket: those of other containers and of other hosts. Only who has the socket
 * may remove the file of a run that is gone, so that two can never do it at once.
 */
export async function tryLock(
  /** Its real path. */
  stateDir: string,
  machine: Machine,
  nowMs: number,
): Promise<HeldLock> {
  const guard = machine.hasAbstractSockets
    ? await listenOn(abstractName(stateDir, machine.uid))
    : 'unavailable';
  if (guard === 'in_use') {
    throw new LockedError(stateDir, await findHolderAtWork(stateDir, machine), true);
  }

  const mayTakeOver = guard !== 'unavailable';
  const sockets = mayTakeOver ? [guard] : [];
  try {
    const takenOver = await settleOldFile(stateDir, machine, mayTakeOver);
    const name = newSocketName();
    const beside = mayTakeOver ? await listenOn(join(stateDir, name)) : 'unavailable';
    if (typeof beside === 'object') sockets.unshift(beside);

    const socket = typeof beside === 'object' ? name : undefined;
    const text = formatHolder(holderHere(machine, nowMs, socket));
    const path = lockFilePath(stateDir);
    if ((await createLockFile(path, text)) === 'exists') {
      throw new LockedError(stateDir, await findHolderAtWork(stateDir, machine), true);
    }

    await sweepSockets(stateDir, socket).catch(ignoreSystemError);
    return {
      takenOver,
      release: async () => {
        // What stays behind is taken over by the next run.
        await removeLockFile(path, text).catch(() => undefined);
        await closeAll(sockets);
      },
    };
  } catch (error) {
    await closeAll(sockets);
    throw error;
  }
}

/** Removes the file of a run that is gone; throws a LockedError when it may not be. */
async function settleOldFile(
  stateDir: string,
  machine: Machine,
  mayTakeOver: boolean,
): Promise<Takeover | undefined> {
  const path = lockFilePath(stateDir);
  const text = await readLockFile(path);
  if (text === undefined) return undefined;

  const holder = parseHolder(text);
  const verdict: Verdict =
    holder === undefined
      ? await judgeDamaged(path, text)
      : judgeHolder(holder, machine, await askHolder(stateDir, holder));
  if (verdict.kind !== 'gone' || !mayTakeOver) {
    throw new LockedError(stateDir, holder, verdict.kind === 'alive');
  }

  await removeLockFile(path, text);
  return { holder, why: verdict.why };
}

async function judgeDamaged(path: string, text: string): Promise<Verdict> {
  await sleep(WRITING_MS);
  const isUnchanged = (await readLockFile(path)) === text;
  return isUnchanged ? { kind: 'gone', why: 'file_damaged' } : { kind: 'alive' };
}

/** Undefined while it takes over from a run that is gone, and is not that run. */
async function findHolderAtWork(
  stateDir: string,
  machine: Machine,
): Promise<LockHolder | undefined> {
  const holder = parseHolder((await readLockFile(lockFilePath(stateDir))) ?? '');
  if (holder === undefined) return undefined;

  const verdict = judgeHolder(holder, machine, await askHolder(stateDir, holder));
  return verdict.kind === 'gone' ? undefined : holder;
}

async function closeAll(sockets: readonly LockSocket[]): Promise<void> {
  for (const socket of sockets) await socket.close();
}

function ignoreSystemError(error: unknown): void {
  if (systemErrorCode(error) === undefined) throw error;
}

import { realpath } from 'node:fs/promises';
import { systemErrorCode } from '../files/file-system.ts';
import { abstractName } from './abstract-name.ts';
import { askHolder } from './ask-holder.ts';
import { judgeHolder } from './judge-holder.ts';
import { lockFilePath, readLockFile } from './lock-file.ts';
import { type LockHolder, parseHolder } from './lock-holder.ts';
import { askSocket } from './lock-socket.ts';
import type { Machine } from './machine.ts';

/** How the lock of a state directory is, as far as it can be seen from here. */
export type LockState =
  | { readonly kind: 'free' }
  /** `holder` is undefined when it has not said who it is. */
  | { readonly kind: 'held'; readonly holder: LockHolder | undefined }
  /** A killed run has left it: the next run takes over. */
  | { readonly kind: 'left'; readonly holder: LockHolder | undefined }
  /** Only a person can tell: another host's, or a file that cannot be understood. */
  | { readonly kind: 'doubtful'; readonly holder: LockHolder | undefined };

/** Looks at the lock without taking it, and without anybody noticing. */
export async function peekLock(stateDir: string, machine: Machine): Promise<LockState> {
  const directory = await realpath(stateDir).catch(undefinedWhenAbsent);
  if (directory === undefined) return { kind: 'free' };

  const { hasAbstractSockets } = machine;
  const guard = hasAbstractSockets
    ? await askSocket(abstractName(directory, machine.uid))
    : undefined;
  const text = await readLockFile(lockFilePath(directory));
  const holder = text === undefined ? undefined : parseHolder(text);
  if (guard === 'listening') return { kind: 'held', holder };
  if (text === undefined) return { kind: 'free' };

  const verdict =
    holder === undefined
      ? 'gone'
      : judgeHolder(holder, machine, await askHolder(directory, holder)).kind;
  if (verdict === 'alive') return { kind: 'held', holder };
  // Without the kernel's word no run takes over from another.
  return { kind: verdict === 'gone' && hasAbstractSockets ? 'left' : 'doubtful', holder };
}

function undefinedWhenAbsent(error: unknown): undefined {
  if (systemErrorCode(error) !== 'ENOENT') throw error;
}

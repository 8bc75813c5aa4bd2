import type { LockHolder } from './lock-holder.ts';
import type { Machine } from './machine.ts';

/** `gone` says why; `unknown` is a holder that cannot be seen from here. */
export type HolderVerdict =
  | { readonly kind: 'alive' | 'unknown' }
  | { readonly kind: 'gone'; readonly why: 'process_ended' | 'machine_restarted' };

/** Whether somebody listens on the holder's socket; undefined when it cannot be asked. */
export type SocketState = 'listening' | 'refused' | undefined;

/** Whether the run that wrote a lock file is still at work. */
export function judgeHolder(
  holder: LockHolder,
  machine: Machine,
  socket: SocketState,
): HolderVerdict {
  const isThisHost = holder.host === machine.host;
  // Without a boot id there is no telling which kernel the numbers are of.
  if (socket === 'listening') return { kind: 'alive' };
  if (holder.boot_id === null || machine.bootId === undefined) return { kind: 'unknown' };
  if (holder.boot_id !== machine.bootId) {
    return isThisHost ? { kind: 'gone', why: 'machine_restarted' } : { kind: 'unknown' };
  }

  const isItsProcess =
    holder.start_time !== null && machine.startTimeOf(holder.pid) === holder.start_time;
  if (isThisHost && isItsProcess) return { kind: 'alive' };
  // In another container of this kernel processes have numbers of their own, and sockets do not.
  const isGone = socket === 'refused' || isThisHost;
  return isGone ? { kind: 'gone', why: 'process_ended' } : { kind: 'unknown' };
}

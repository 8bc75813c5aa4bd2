import type { LockHolder } from '../../src/lock/lock-holder.ts';
import { type Machine, thisMachine } from '../../src/lock/machine.ts';

/** A machine on which process 100 is the only one, and began at 5000. */
export function machine(overrides: Partial<Machine> = {}): Machine {
  return {
    hasAbstractSockets: true,
    host: 'billing-1',
    pid: 100,
    uid: 1000,
    bootId: 'boot-1',
    startTimeOf: (pid) => (pid === 100 ? '5000' : undefined),
    ...overrides,
  };
}

/** What process 100 of that machine writes into its lock file. */
export function holder(overrides: Partial<LockHolder> = {}): LockHolder {
  return {
    v: 1,
    pid: 100,
    start_time: '5000',
    boot_id: 'boot-1',
    host: 'billing-1',
    started_at: '2026-12-10T03:00:00.000Z',
    socket: null,
    ...overrides,
  };
}

/** A run of this very machine whose process has ended: none has this number. */
export function deadHolder(): LockHolder {
  const { host, bootId = null } = thisMachine();
  return holder({ pid: 99_999_999, boot_id: bootId, host });
}

import { ExitCode } from '../exit-code.ts';
import { type Message, message } from '../language/message.ts';
import { lockFilePath } from '../lock/lock-file.ts';
import type { LockHolder } from '../lock/lock-holder.ts';
import { describeHolder } from '../lock/locked-error.ts';
import type { Machine } from '../lock/machine.ts';
import { peekLock } from '../lock/peek-lock.ts';
import { shellPath } from '../text/shell-path.ts';
import { stateFailure } from './failure.ts';
import { type Finding, failed, type HopResult, ok } from './hop.ts';

/** Who is at work, for whom an export has to wait; a lock that nobody can judge does not pass by itself. */
export async function checkLock(stateDir: string, machine: Machine): Promise<HopResult<undefined>> {
  try {
    return { findings: [await look(stateDir, machine)] };
  } catch (error) {
    return { findings: [stateFailure('lock_unreadable', error)] };
  }
}

async function look(stateDir: string, machine: Machine): Promise<Finding> {
  const state = await peekLock(stateDir, machine);
  switch (state.kind) {
    case 'free':
      return ok(message('check_lock_free'));
    case 'left':
      return ok(message('check_lock_left', { who: describe(state.holder) }));
    case 'held':
      return failed(
        ExitCode.spooled,
        'lock_held',
        message('check_lock_held', { who: describe(state.holder) }),
        message('check_lock_held_cure'),
      );
    case 'doubtful':
      return failed(
        ExitCode.spooled,
        'lock_doubtful',
        message('check_lock_doubtful', { who: describe(state.holder) }),
        message('check_lock_doubtful_cure', { path: shellPath(lockFilePath(stateDir)) }),
      );
  }
}

function describe(holder: LockHolder | undefined): Message {
  return holder === undefined ? message('check_lock_nameless') : describeHolder(holder);
}

import { ExitCode } from '../cli/exit-code.ts';
import { safeText } from '../cli/safe-text.ts';
import { shellWord } from '../cli/shell-word.ts';
import { StateDirectoryError } from '../files/state-directory-error.ts';
import { sayInEnglish } from '../language/say.ts';
import { lockFilePath } from '../lock/lock-file.ts';
import type { LockHolder } from '../lock/lock-holder.ts';
import { describeHolder } from '../lock/locked-error.ts';
import type { Machine } from '../lock/machine.ts';
import { peekLock } from '../lock/peek-lock.ts';
import { type Finding, failed, type HopResult, ok, warning } from './hop.ts';

/** Who is at work. Only a lock that nobody can judge stops an export for longer than a run. */
export async function checkLock(stateDir: string, machine: Machine): Promise<HopResult<undefined>> {
  try {
    return { findings: [await look(stateDir, machine)] };
  } catch (error) {
    if (!(error instanceof StateDirectoryError)) throw error;
    const cure = `Look at what ${safeText(lockFilePath(stateDir))} is, and whose.`;
    return {
      findings: [
        failed(ExitCode.cannotSpool, 'lock_unreadable', safeText(error.message, 400), cure),
      ],
    };
  }
}

async function look(stateDir: string, machine: Machine): Promise<Finding> {
  const state = await peekLock(stateDir, machine);
  switch (state.kind) {
    case 'free':
      return ok('free');
    case 'left':
      return ok(`free: the next run takes it over from ${describe(state.holder)}, which has ended`);
    case 'held':
      return warning(
        'lock_held',
        `held by ${describe(state.holder)}`,
        'Nothing to do unless it lasts: an export would end with 75 now, or wait with --lock-wait.',
      );
    case 'doubtful':
      return failed(
        ExitCode.spooled,
        'lock_doubtful',
        `perhaps held by ${describe(state.holder)}, which cannot be seen from here`,
        `If it has ended for certain, remove the file: rm ${shellWord(lockFilePath(stateDir))}`,
      );
  }
}

function describe(holder: LockHolder | undefined): string {
  return holder === undefined
    ? 'a run that has not said who it is'
    : sayInEnglish(describeHolder(holder));
}

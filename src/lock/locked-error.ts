import { safeText } from '../cli/safe-text.ts';
import { shellWord } from '../cli/shell-word.ts';
import { lockFilePath } from './lock-file.ts';
import type { LockHolder } from './lock-holder.ts';

/** Another run is at work with this state directory, or nobody can tell whether it is. */
export class LockedError extends Error {
  override readonly name = 'LockedError';

  constructor(stateDir: string, holder: LockHolder | undefined, isSeen: boolean) {
    super(isSeen ? describeRun(stateDir, holder) : describeDoubt(stateDir, holder));
  }
}

function describeRun(stateDir: string, holder: LockHolder | undefined): string {
  const who = holder === undefined ? 'it has not said who it is' : describeHolder(holder);
  return `Another run is at work in ${stateDir}: ${who}`;
}

function describeDoubt(stateDir: string, holder: LockHolder | undefined): string {
  const path = lockFilePath(stateDir);
  const who =
    holder === undefined
      ? `${path} cannot be understood`
      : `${describeHolder(holder)}, by the file ${path}`;
  const cure = `if it has ended for certain, remove the file: rm ${shellWord(path)}`;
  return `Another run may be at work in ${stateDir}: ${who}. It cannot be seen from here; ${cure}`;
}

export function describeHolder({ pid, host, started_at }: LockHolder): string {
  return `process ${pid} on ${safeText(host, 100)}, since ${started_at}`;
}

import { type Message, message } from '../language/message.ts';
import { ToldError } from '../language/told-error.ts';
import { safeText } from '../text/safe-text.ts';
import { shellPath } from '../text/shell-path.ts';
import { lockFilePath } from './lock-file.ts';
import type { LockHolder } from './lock-holder.ts';

/** Another run is at work with this state directory, or nobody can tell whether it is. */
export class LockedError extends ToldError {
  override readonly name = 'LockedError';

  constructor(stateDir: string, holder: LockHolder | undefined, isSeen: boolean) {
    super(isSeen ? describeRun(stateDir, holder) : describeDoubt(stateDir, holder));
  }
}

function describeRun(directory: string, holder: LockHolder | undefined): Message {
  const who = holder === undefined ? message('lock_holder_silent') : describeHolder(holder);
  return message('lock_held', { directory, who });
}

function describeDoubt(directory: string, holder: LockHolder | undefined): Message {
  const path = lockFilePath(directory);
  const who =
    holder === undefined
      ? message('lock_file_unclear', { path })
      : message('lock_holder_by_file', { who: describeHolder(holder), path });
  const command = `rm ${shellPath(path)}`;
  return message('lock_in_doubt', { directory, who, command });
}

export function describeHolder({ pid, host, started_at: since }: LockHolder): Message {
  return message('lock_holder', { pid, host: safeText(host, 100), since });
}

import type { Stats } from 'node:fs';
import { ExitCode } from '../exit-code.ts';
import { checkOwner } from '../files/check-owner.ts';
import { BROKEN_PATH, directoryRefusal } from '../files/directory-refusal.ts';
import { NO_SPACE } from '../files/no-space.ts';
import { probeWriting } from '../files/probe-writing.ts';
import { StateDirectoryError } from '../files/state-directory-error.ts';
import { message } from '../language/message.ts';
import { safeText } from '../text/safe-text.ts';
import { shellPath } from '../text/shell-path.ts';
import { stateFailure } from './failure.ts';
import { type Finding, failed, warning } from './hop.ts';

const PERMISSIONS = 0o777;
const OF_OTHERS = 0o077;

/** Whether an existing directory is ours, is closed to others and can be written. */
export async function checkDirectory(path: string, stats: Stats): Promise<Finding[]> {
  try {
    checkOwner(path, stats);
  } catch (error) {
    if (!(error instanceof StateDirectoryError)) throw error;
    return [stateFailure('state_directory', error)];
  }
  const problem = await checkWriting(path);
  if (problem !== undefined) return [problem];
  if ((stats.mode & OF_OTHERS) === 0) return [];
  return [
    warning(
      'state_directory_open',
      message('check_state_open', { path: safeText(path), mode: modeOf(stats) }),
      message('check_state_open_cure', { path: shellPath(path) }),
    ),
  ];
}

/** Leaves nothing behind. */
export async function checkWriting(path: string): Promise<Finding | undefined> {
  const code = await probeWriting(path);
  return code === undefined ? undefined : cannotWrite(path, code);
}

function cannotWrite(path: string, code: string): Finding {
  if (BROKEN_PATH.has(code)) return stateFailure('state_directory', directoryRefusal(path, code));
  const isFull = NO_SPACE.has(code);
  return failed(
    ExitCode.cannotSpool,
    isFull ? 'disk_full' : 'state_directory_not_writable',
    message('check_state_not_writable', { path: safeText(path), code }),
    message(isFull ? 'check_state_full_cure' : 'check_state_not_writable_cure'),
  );
}

export function modeOf({ mode }: Stats): string {
  return (mode & PERMISSIONS).toString(8).padStart(4, '0');
}

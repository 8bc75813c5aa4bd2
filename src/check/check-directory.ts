import type { Stats } from 'node:fs';
import { ExitCode } from '../exit-code.ts';
import { checkOwner } from '../files/check-owner.ts';
import { BROKEN_PATH, directoryRefusal } from '../files/directory-refusal.ts';
import { NO_SPACE } from '../files/no-space.ts';
import { probeWriting } from '../files/probe-writing.ts';
import { type Message, message } from '../language/message.ts';
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
    return [stateFailure('state_directory', error)];
  }
  const code = await probeWriting(path);
  if (code !== undefined) return [cannotWrite(path, code)];
  if ((stats.mode & OF_OTHERS) === 0) return [];
  return [
    warning(
      'state_directory_open',
      message('check_state_open', { path: safeText(path), mode: modeOf(stats) }),
      message('check_state_open_cure', { path: shellPath(path) }),
    ),
  ];
}

function cannotWrite(path: string, code: string): Finding {
  const found = message('check_state_not_writable', { path: safeText(path), code });
  return refused(code, found, message('check_state_not_writable_cure'));
}

/** Of a directory that is not there, and of the nearest one above it that is. */
export function cannotMake(path: string, above: string, code: string): Finding {
  if (BROKEN_PATH.has(code)) return stateFailure('state_directory', directoryRefusal(path, code));
  const places = { path: safeText(path), above: safeText(above) };
  const found = message('check_state_not_made', { ...places, code });
  return refused(code, found, message('check_state_not_made_cure'));
}

function refused(code: string, found: Message, cure: Message): Finding {
  if (NO_SPACE.has(code)) {
    return failed(ExitCode.cannotSpool, 'disk_full', found, message('check_state_full_cure'));
  }
  const better = code === 'EROFS' ? message('check_state_read_only_cure') : cure;
  return failed(ExitCode.cannotSpool, 'state_directory_not_writable', found, better);
}

export function modeOf({ mode }: Stats): string {
  return (mode & PERMISSIONS).toString(8).padStart(4, '0');
}

import type { Stats } from 'node:fs';
import { ExitCode } from '../cli/exit-code.ts';
import { safeText } from '../cli/safe-text.ts';
import { shellWord } from '../cli/shell-word.ts';
import { checkOwner } from '../files/check-owner.ts';
import { probeWriting } from '../files/probe-writing.ts';
import { StateDirectoryError } from '../files/state-directory-error.ts';
import { type Finding, failed, warning } from './hop.ts';

const PERMISSIONS = 0o777;
const OF_OTHERS = 0o077;

/** Whether an existing directory is ours, is closed to others and can be written. */
export async function checkDirectory(path: string, stats: Stats): Promise<Finding[]> {
  try {
    checkOwner(path, stats);
  } catch (error) {
    if (!(error instanceof StateDirectoryError)) throw error;
    const found = safeText(error.message);
    const cure = 'Set DIFY_USAGE_STATE_DIR to a directory of the user that runs the export.';
    return [failed(ExitCode.cannotSpool, 'state_directory', found, cure)];
  }
  const problem = await checkWriting(path);
  if (problem !== undefined) return [problem];
  if ((stats.mode & OF_OTHERS) === 0) return [];
  return [
    warning(
      'state_directory_open',
      `${safeText(path)} has the mode ${modeOf(stats)}, and others may enter it`,
      `Let nobody else in: chmod 700 ${shellWord(path)}`,
    ),
  ];
}

/** Leaves nothing behind. */
export async function checkWriting(path: string): Promise<Finding | undefined> {
  const code = await probeWriting(path);
  return code === undefined ? undefined : cannotWrite(path, code);
}

function cannotWrite(path: string, code: string): Finding {
  const isFull = code === 'ENOSPC' || code === 'EDQUOT';
  return failed(
    ExitCode.cannotSpool,
    isFull ? 'disk_full' : 'state_directory_not_writable',
    `${safeText(path)} cannot be written (${code})`,
    isFull
      ? 'Free some space, or raise the quota of this user.'
      : 'Give it to the user that runs the export, or set DIFY_USAGE_STATE_DIR to a directory of theirs.',
  );
}

export function modeOf({ mode }: Stats): string {
  return (mode & PERMISSIONS).toString(8).padStart(4, '0');
}

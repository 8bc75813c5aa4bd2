import { ExitCode } from '../exit-code.ts';
import type { FileSystem } from '../files/file-system.ts';
import { measureFreeBytes } from '../files/measure-free-bytes.ts';
import { type Message, message } from '../language/message.ts';
import { ROOM_FOR_NOTES } from '../spool/check-free-space.ts';
import { safeText } from '../text/safe-text.ts';
import { type Finding, failed, warning } from './hop.ts';

const LITTLE_BYTES = 100_000_000;

export type Space = {
  /** What is wrong. */
  readonly findings: readonly Finding[];
  /** `12.3 GB free`. */
  readonly text: Message;
};

/** Whether the disk has room for a body of this size and what is noted beside it. */
export async function checkSpace(
  files: FileSystem,
  path: string,
  largestBody: number,
): Promise<Space> {
  const free = await measureFreeBytes(files, path);
  if (free === undefined) return { findings: [], text: message('check_space_unknown') };
  const size = formatBytes(free);
  const text = message('check_space', { size });
  const needed = ROOM_FOR_NOTES * largestBody;
  const found = message('check_space_left', { path: safeText(path), size });
  const cure = message('check_space_cure');
  if (free < needed) {
    const problem = message('check_space_too_little', { found, needed: formatBytes(needed) });
    return { findings: [failed(ExitCode.cannotSpool, 'disk_full', problem, cure)], text };
  }
  return { findings: free < LITTLE_BYTES ? [warning('disk_nearly_full', found, cure)] : [], text };
}

/** In powers of ten, as disks are sold. */
function formatBytes(bytes: number): string {
  const giga = bytes / 1e9;
  return giga >= 1 ? `${giga.toFixed(1)} GB` : `${(bytes / 1e6).toFixed(1)} MB`;
}

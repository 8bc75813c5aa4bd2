import { ExitCode } from '../cli/exit-code.ts';
import { safeText } from '../cli/safe-text.ts';
import type { FileSystem } from '../files/file-system.ts';
import { measureFreeBytes } from '../files/measure-free-bytes.ts';
import { ROOM_FOR_NOTES } from '../spool/check-free-space.ts';
import { type Finding, failed, warning } from './hop.ts';

const LITTLE_BYTES = 100_000_000;

export type Space = {
  /** What is wrong. */
  readonly findings: readonly Finding[];
  /** `12.3 GB free`. */
  readonly text: string;
};

/** Whether the disk has room for a body of this size and what is noted beside it. */
export async function checkSpace(
  files: FileSystem,
  path: string,
  largestBody: number,
): Promise<Space> {
  const free = await measureFreeBytes(files, path);
  if (free === undefined) return { findings: [], text: 'free space unknown' };
  const text = `${formatBytes(free)} free`;
  const needed = ROOM_FOR_NOTES * largestBody;
  const found = `the disk of ${safeText(path)} has ${formatBytes(free)} left`;
  const cure = 'Free some space: what cannot be kept cannot be delivered either.';
  if (free < needed) {
    const problem = `${found}, and a body of EXTERNAL_API_MAX_BYTES needs ${formatBytes(needed)}`;
    return { findings: [failed(ExitCode.cannotSpool, 'disk_full', problem, cure)], text };
  }
  return { findings: free < LITTLE_BYTES ? [warning('disk_nearly_full', found, cure)] : [], text };
}

/** In powers of ten, as disks are sold. */
function formatBytes(bytes: number): string {
  const giga = bytes / 1e9;
  return giga >= 1 ? `${giga.toFixed(1)} GB` : `${(bytes / 1e6).toFixed(1)} MB`;
}

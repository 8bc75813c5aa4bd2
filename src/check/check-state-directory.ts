import type { Stats } from 'node:fs';
import { lstat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { ExitCode } from '../cli/exit-code.ts';
import { safeText } from '../cli/safe-text.ts';
import { shellWord } from '../cli/shell-word.ts';
import { checkOwner } from '../files/check-owner.ts';
import { nodeFileSystem, systemErrorCode } from '../files/file-system.ts';
import { measureFreeBytes } from '../files/measure-free-bytes.ts';
import { probeWriting } from '../files/probe-writing.ts';
import { StateDirectoryError } from '../files/state-directory-error.ts';
import { ROOM_FOR_NOTES } from '../spool/check-free-space.ts';
import { type Finding, failed, type HopResult, ok, warning } from './hop.ts';

const FOLDERS = ['spool', 'rejected', 'quarantine', 'receipts', 'cache'] as const;
const LITTLE_BYTES = 100_000_000;
const PERMISSIONS = 0o777;
const OF_OTHERS = 0o077;

/**
 * Owner, mode, free space, and whether it can be written. Nothing of it is changed. Its value says
 * whether it exists: the first export makes it.
 */
export async function checkStateDirectory(
  stateDir: string,
  largestBody: number,
): Promise<HopResult<{ readonly exists: boolean }>> {
  const stats = await statsOf(stateDir);
  if (stats === undefined) return await checkParent(stateDir, largestBody);
  const findings = [...(await checkDirectory(stateDir, stats))];
  for (const folder of FOLDERS) {
    const path = join(stateDir, folder);
    const found = await statsOf(path);
    if (found !== undefined) findings.push(...(await checkDirectory(path, found)));
  }
  const space = await checkSpace(stateDir, largestBody);
  findings.push(...space.findings);
  if (findings.length > 0) return { findings, value: { exists: true } };
  const found = `${safeText(stateDir)}, mode ${modeOf(stats)}, owner ${stats.uid}, ${space.text}, can be written`;
  return { findings: [ok(found)], value: { exists: true } };
}

async function statsOf(path: string): Promise<Stats | undefined> {
  try {
    return await lstat(path);
  } catch (error) {
    const code = systemErrorCode(error);
    if (code === undefined) throw error;
    return undefined; // what may not be looked at may not be written either, and its parent says so
  }
}

async function checkDirectory(path: string, stats: Stats): Promise<Finding[]> {
  try {
    checkOwner(path, stats);
  } catch (error) {
    if (!(error instanceof StateDirectoryError)) throw error;
    const found = safeText(error.message);
    const cure = 'Set DIFY_USAGE_STATE_DIR to a directory of the user that runs the export.';
    return [failed(ExitCode.cannotSpool, 'state_directory', found, cure)];
  }
  const problem = await probeWriting(path);
  if (problem !== undefined) return [cannotWrite(path, problem)];
  if ((stats.mode & OF_OTHERS) === 0) return [];
  return [
    warning(
      'state_directory_open',
      `${safeText(path)} has the mode ${modeOf(stats)}, and others may enter it`,
      `Let nobody else in: chmod 700 ${shellWord(path)}`,
    ),
  ];
}

/** The nearest directory above that exists has to let us make what is missing. */
async function checkParent(
  stateDir: string,
  largestBody: number,
): Promise<HopResult<{ readonly exists: boolean }>> {
  let parent = dirname(stateDir);
  while ((await statsOf(parent)) === undefined && parent !== dirname(parent)) {
    parent = dirname(parent);
  }
  const problem = await probeWriting(parent);
  if (problem !== undefined) return { findings: [cannotWrite(parent, problem)] };
  const { findings, text } = await checkSpace(parent, largestBody);
  const found = `${safeText(stateDir)} is not there yet, the first export makes it; ${text}`;
  return { findings: findings.length > 0 ? findings : [ok(found)], value: { exists: false } };
}

async function checkSpace(path: string, largestBody: number) {
  const free = await measureFreeBytes(nodeFileSystem, path);
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

function modeOf({ mode }: Stats): string {
  return (mode & PERMISSIONS).toString(8).padStart(4, '0');
}

/** In powers of ten, as disks are sold. */
function formatBytes(bytes: number): string {
  const giga = bytes / 1e9;
  return giga >= 1 ? `${giga.toFixed(1)} GB` : `${(bytes / 1e6).toFixed(1)} MB`;
}

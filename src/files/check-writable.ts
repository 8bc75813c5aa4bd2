import type { Stats } from 'node:fs';
import { lstat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { message } from '../language/message.ts';
import { checkOwner } from './check-owner.ts';
import { systemErrorCode } from './file-system.ts';
import { probeWriting } from './probe-writing.ts';
import { StateDirectoryError } from './state-directory-error.ts';

/** Ends by itself, and keeps no run from delivering what waits. */
const FULL: ReadonlySet<string> = new Set(['ENOSPC', 'EDQUOT']);

/**
 * Throws a `StateDirectoryError` when a state directory could not be used, or not be made; a full
 * disk is none of its business. Changes nothing.
 */
export async function checkWritable(path: string): Promise<void> {
  const stats = await statsOf(path);
  if (stats !== undefined) checkOwner(path, stats);
  const code = await probeWriting(stats === undefined ? await nearestAbove(path) : path);
  if (code === undefined || FULL.has(code)) return;
  throw new StateDirectoryError(path, message('state_refused', { code }));
}

async function nearestAbove(path: string): Promise<string> {
  const parent = dirname(path);
  if (parent === path || (await statsOf(parent)) !== undefined) return parent;
  return await nearestAbove(parent);
}

async function statsOf(path: string): Promise<Stats | undefined> {
  try {
    return await lstat(path);
  } catch (cause) {
    const code = systemErrorCode(cause);
    if (code === 'ENOENT') return undefined;
    if (code === undefined) throw cause;
    throw new StateDirectoryError(path, message('state_refused', { code }), { cause });
  }
}

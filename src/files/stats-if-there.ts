import type { Stats } from 'node:fs';
import { lstat } from 'node:fs/promises';
import { systemErrorCode } from './file-system.ts';

/** What may not be looked at may not be written either, and the directory above it says so. */
export async function statsIfThere(path: string): Promise<Stats | undefined> {
  try {
    return await lstat(path);
  } catch (error) {
    if (systemErrorCode(error) === undefined) throw error;
    return undefined;
  }
}

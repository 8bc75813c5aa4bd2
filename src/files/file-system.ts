import type { StatsFs } from 'node:fs';
import * as fs from 'node:fs/promises';
import { errorCode } from '../error-code.ts';

/** The calls that keep the state; tests let the n-th one fail. */
export type FileSystem = Pick<
  typeof fs,
  'open' | 'rename' | 'unlink' | 'readdir' | 'mkdir' | 'rmdir' | 'lstat' | 'chmod'
> & {
  /** Where it is missing, no space is measured. Blocks, and bytes per block. */
  readonly statfs?: (path: string) => Promise<Pick<StatsFs, 'bsize' | 'blocks' | 'bavail'>>;
};

export const nodeFileSystem: FileSystem = fs;

/** The errno name, or undefined when a call did not fail but we did. */
export function systemErrorCode(error: unknown): string | undefined {
  return error instanceof Error && 'syscall' in error ? errorCode(error) : undefined;
}

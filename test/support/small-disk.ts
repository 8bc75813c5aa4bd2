import { spawnSync } from 'node:child_process';
import { onTestFinished } from 'vitest';
import { temporaryDirectory } from './temporary-directory.ts';

/** A directory on a disk of its own for one test; undefined where nothing may be mounted. */
export async function smallDisk(kibibytes: number): Promise<string | undefined> {
  const path = await temporaryDirectory();
  const options = ['-t', 'tmpfs', '-o', `size=${kibibytes}k`];
  if (spawnSync('mount', [...options, 'tmpfs', path]).status !== 0) return undefined;
  onTestFinished(() => void spawnSync('umount', [path]));
  return path;
}

import { spawnSync } from 'node:child_process';

/** Whether a program that not every machine has is here, such as a shell. */
export function hasProgram(name: string): boolean {
  return spawnSync(name, ['--version'], { stdio: 'ignore' }).error === undefined;
}

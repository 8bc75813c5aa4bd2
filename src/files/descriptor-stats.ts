import { type BigIntStats, fstatSync } from 'node:fs';

/**
 * What an open file is. Never by a plain `fstatSync`: after that of a pipe Node's loader takes the next
 * symbolic link for the package itself, as those in which pnpm installs packages.
 */
export function descriptorStats(fd: number): BigIntStats {
  return fstatSync(fd, { bigint: true });
}

import { join } from 'node:path';
import { systemErrorCode } from '../files/file-system.ts';
import type { Environment } from './find-setting.ts';
import type { ReadFile } from './read-named-file.ts';
import { variableTable } from './variables.ts';

/**
 * The files in systemd's credentials directory that are named like a secret, by its variable.
 *
 * The documented name is the variable's own. In lower case it is found too, since so most
 * credentials are named.
 */
export function findCredentials(directory: string | undefined, readFile: ReadFile): Environment {
  const credentials: Record<string, string> = {};
  for (const [name, paths] of credentialPaths(directory)) {
    const path = paths.find((candidate) => isThere(candidate, readFile));
    if (path !== undefined) credentials[name] = path;
  }
  return credentials;
}

/** Where each secret may be, by its variable. */
export function credentialPaths(
  directory: string | undefined,
): readonly (readonly [name: string, paths: readonly string[]])[] {
  if (!directory) return [];
  return variableTable
    .filter(({ secret }) => secret === true)
    .map(({ name }) => [name, [name, name.toLowerCase()].map((file) => join(directory, file))]);
}

/** A file that is there but cannot be read is a problem of its own, told when it is used. */
function isThere(path: string, readFile: ReadFile): boolean {
  try {
    readFile(path);
    return true;
  } catch (error) {
    const code = systemErrorCode(error);
    return code !== 'ENOENT' && code !== 'ENOTDIR';
  }
}

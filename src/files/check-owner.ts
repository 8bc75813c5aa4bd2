import type { Stats } from 'node:fs';
import process from 'node:process';
import { message } from '../language/message.ts';
import { StateDirectoryError } from './state-directory-error.ts';

/** Whether the directory is ours to mend; throws when it cannot be trusted. */
export function checkOwner(path: string, stats: Stats): boolean {
  if (stats.isSymbolicLink()) {
    throw new StateDirectoryError(path, message('state_symbolic_link'));
  }
  if (!stats.isDirectory()) throw new StateDirectoryError(path, message('state_no_directory'));

  const user = process.geteuid?.();
  if (user === undefined || stats.uid === user) return true;

  // Volumes of containers belong to root, or to a host's user while root runs here.
  if (stats.uid === 0 || user === 0) return false;
  throw new StateDirectoryError(path, message('state_other_owner', { owner: stats.uid, user }));
}

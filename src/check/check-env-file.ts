import { stat } from 'node:fs/promises';
import { fileHoldsSecret } from '../config/file-holds-secret.ts';
import type { Environment } from '../config/find-setting.ts';
import { systemErrorCode } from '../files/file-system.ts';
import { message } from '../language/message.ts';
import { safeText } from '../text/safe-text.ts';
import { shellPath } from '../text/shell-path.ts';
import { modeOf } from './check-directory.ts';
import { type Finding, warning } from './hop.ts';

const READ_BY_EVERYBODY = 0o004;

/** Whether everybody on this host may read a secret in the env file; a pipe is nobody else's. */
export async function checkEnvFile(
  path: string | undefined,
  variables: Environment,
): Promise<readonly Finding[]> {
  if (path === undefined || !fileHoldsSecret(variables)) return [];
  const stats = await stat(path).catch((error: unknown) => {
    if (systemErrorCode(error) === undefined) throw error;
    return undefined; // it has been read, and is gone since
  });
  if (!stats?.isFile() || (stats.mode & READ_BY_EVERYBODY) === 0) return [];
  return [
    warning(
      'env_file_open',
      message('check_env_file_open', { path: safeText(path), mode: modeOf(stats) }),
      message('check_env_file_open_cure', { path: shellPath(path) }),
    ),
  ];
}

import type { AdminKeyCredential } from '../config/config.ts';
import { message } from '../language/message.ts';
import type { Credentials } from './credentials.ts';
import { DifyError } from './dify-error.ts';
import type { DifyTraits, DifyVersion } from './dify-version.ts';

/** The server's admin API key, which acts as the owner of one workspace (auth-and-apps §3.6). */
export function useAdminKey(
  host: string,
  { apiKey }: AdminKeyCredential,
  workspaceId: string,
  version: DifyVersion,
  { refusesAdminKey }: DifyTraits,
): Credentials {
  const details = { host, endpoint: 'admin API key' };
  if (refusesAdminKey) {
    throw new DifyError(
      'setup',
      message('admin_key_unsupported', { version: version.text, host }),
      details,
    );
  }
  const headers = { authorization: `Bearer ${apiKey}`, 'x-workspace-id': workspaceId };
  return {
    headers: async () => headers,
    renew: async (cause) => {
      throw new DifyError(
        'credentials',
        message('admin_key_refused', { host, workspace: workspaceId }),
        { ...details, status: 401, cause },
      );
    },
  };
}

import type { AdminKeyCredential } from '../config/config.ts';
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
      `Dify ${version.text} at ${host} cannot serve an admin API key (1.9.2 to 1.10.1 ask it for a CSRF token): use DIFY_EMAIL and DIFY_PASSWORD, or upgrade Dify to 1.11 or later`,
      details,
    );
  }
  const headers = { authorization: `Bearer ${apiKey}`, 'x-workspace-id': workspaceId };
  return {
    headers: async () => headers,
    renew: async (cause) => {
      throw new DifyError(
        'credentials',
        `${host} refused the admin API key: check DIFY_ADMIN_API_KEY, DIFY_WORKSPACE_ID (${workspaceId}) and that ADMIN_API_KEY_ENABLE=true is set in Dify`,
        { ...details, status: 401, cause },
      );
    },
  };
}

import type { DifyConfig } from '../config/config.ts';
import { fetchWorkspace } from '../dify/account.ts';
import { DifyError } from '../dify/dify-error.ts';
import { openSession } from '../dify/dify-session.ts';
import type { DifyServer } from '../dify/find-server.ts';
import type { SessionPorts } from '../dify/session-ports.ts';
import { StateDirectoryError } from '../files/state-directory-error.ts';
import { HttpError } from '../http/http-error.ts';
import { message } from '../language/message.ts';
import { safeText } from '../text/safe-text.ts';
import type { DifyAccess } from './dify-access.ts';
import { difyFailure, stateFailure } from './failure.ts';
import { type HopResult, ok } from './hop.ts';

/**
 * Signs in once. Credentials that Dify has refused before are not tried again: it would lock the
 * account after six attempts.
 */
export async function checkLogin(
  dify: DifyConfig,
  server: DifyServer,
  ports: SessionPorts,
): Promise<HopResult<readonly DifyAccess[]>> {
  const { credential } = dify;
  try {
    return credential.kind === 'password'
      ? await signIn(dify, credential.email, server, ports)
      : await tryAdminKey(dify, credential.workspaceIds, server, ports);
  } catch (error) {
    // Without a place for the mark of a refusal nothing is tried, and nothing is known of the password.
    if (error instanceof StateDirectoryError) {
      return { findings: [stateFailure('state_directory', error)] };
    }
    if (!(error instanceof HttpError)) throw error;
    const finding = difyFailure(error);
    if (!(error instanceof DifyError && error.problem === 'credentials')) {
      return { findings: [finding] };
    }
    // What the marker of an earlier refusal says is no answer of Dify, and has no status.
    const code = error.status === undefined ? 'login_blocked' : 'login_refused';
    return { findings: [{ ...finding, code }] };
  }
}

async function signIn(
  dify: DifyConfig,
  email: string,
  server: DifyServer,
  ports: SessionPorts,
): Promise<HopResult<readonly DifyAccess[]>> {
  const session = await openSession(dify, undefined, ports, server);
  const findings = [ok(message('check_login', { email: safeText(email, 100) }))];
  return { findings, value: [{ session, workspaceId: undefined }] };
}

/** The key is only seen to be right when something is asked with it. */
async function tryAdminKey(
  dify: DifyConfig,
  workspaceIds: readonly string[],
  server: DifyServer,
  ports: SessionPorts,
): Promise<HopResult<readonly DifyAccess[]>> {
  const accesses: DifyAccess[] = [];
  for (const workspaceId of workspaceIds) {
    const session = await openSession(dify, workspaceId, ports, server);
    await fetchWorkspace(session, workspaceId);
    accesses.push({ session, workspaceId });
  }
  const findings = [ok(message('check_login_admin_key', { count: workspaceIds.length }))];
  return { findings, value: accesses };
}

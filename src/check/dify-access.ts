import type { DifySession } from '../dify/dify-session.ts';
import { message } from '../language/message.ts';
import type { Finding } from './hop.ts';

/** One workspace that is open to us. */
export type DifyAccess = {
  readonly session: DifySession;
  /** With the admin key only. */
  readonly workspaceId: string | undefined;
};

/** Names the workspace in what was found, where there are several. */
export function inWorkspace(
  { workspaceId }: DifyAccess,
  accesses: readonly DifyAccess[],
  finding: Finding,
): Finding {
  if (accesses.length === 1) return finding;
  const workspace = workspaceId ?? '';
  return { ...finding, found: message('check_in_workspace', { workspace, found: finding.found }) };
}

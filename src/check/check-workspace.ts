import type { DifyConfig } from '../config/config.ts';
import { fetchCurrentWorkspace, fetchWorkspace, type Workspace } from '../dify/account.ts';
import { ExitCode } from '../exit-code.ts';
import { message } from '../language/message.ts';
import { safeText } from '../text/safe-text.ts';
import type { DifyAccess } from './dify-access.ts';
import { difyFailure } from './failure.ts';
import { type Finding, failed, type HopResult, ok } from './hop.ts';
import { orFailure } from './or-failure.ts';

/** Which workspace is exported, and whether it is the configured one. */
export async function checkWorkspace(
  { credential }: DifyConfig,
  accesses: readonly DifyAccess[],
): Promise<HopResult<true>> {
  return await orFailure(difyFailure, async () => {
    const findings: Finding[] = [];
    for (const { session, workspaceId } of accesses) {
      if (workspaceId === undefined) {
        const current = await fetchCurrentWorkspace(session);
        const wanted = credential.kind === 'password' ? credential.workspaceId : undefined;
        findings.push(compare(current, wanted));
      } else {
        const workspace = await fetchWorkspace(session, workspaceId);
        findings.push(ok(describe(workspace ?? { id: workspaceId, name: '' })));
      }
    }
    const isRight = findings.every(({ status }) => status === 'ok');
    return { findings, value: isRight ? true : undefined };
  });
}

function compare(current: Workspace, wanted: string | undefined): Finding {
  if (wanted === undefined || wanted === current.id) return ok(describe(current));
  return failed(
    ExitCode.config,
    'dify_other_workspace',
    message('check_other_workspace', { current: describe(current), wanted }),
    message('check_other_workspace_cure'),
  );
}

function describe({ id, name }: Workspace): string {
  return name === '' ? safeText(id) : `${safeText(name, 60)} (${safeText(id)})`;
}

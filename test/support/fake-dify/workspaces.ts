import { fault, paramError, unauthorized, validatorOf } from './errors.ts';
import { missingField, readJsonBody } from './json-body.ts';
import { isAtLeast } from './presets.ts';
import type { Answer, Ctx, FakeState } from './route.ts';
import type { WorldWorkspace } from './world.ts';

/** `GET /workspaces`: those of the account that are not archived. */
export function listWorkspaces({ state, account, workspaceId }: Ctx): Answer {
  const other = isAtLeast(state.version, '1.4.1') ? false : null;
  const workspaces = joinedWorkspaces(state, account.id).map((workspace) => ({
    id: workspace.id,
    name: workspace.name,
    plan: workspace.plan,
    status: workspace.status,
    created_at: secondsOf(workspace),
    current: workspace.id === workspaceId ? true : other,
  }));
  return { status: 200, body: { workspaces } };
}

/** `/workspaces/current`; leaves an archived workspace for the first other one, and stores that. */
export function currentWorkspace({ state, account, workspaceId }: Ctx): Answer {
  const { workspaces } = state.world;
  const current = workspaces.find(({ id }) => id === workspaceId);
  if (current?.status === 'normal') {
    return { status: 200, body: describe(state, current, account.id) };
  }
  const [first] = joinedWorkspaces(state, account.id);
  if (first === undefined) return unauthorized(state.version, 'workspace is archived');
  makeCurrent(state, account.id, first.id);
  return { status: 200, body: describe(state, first, account.id) };
}

/** `POST /workspaces/switch`: for the account as a whole, so for its browser sessions too. */
export function switchWorkspace(ctx: Ctx): Answer {
  const { state, account } = ctx;
  const body = readJsonBody(ctx, 'tenant_id');
  if ('answer' in body) return body.answer;
  const wanted = body.fields['tenant_id'];
  if (wanted === undefined) return missingField(state.version, 'tenant_id');
  if (typeof wanted !== 'string' && validatorOf(state.version) === 'pydantic') {
    return paramError(state.version, 'tenant_id', 'Input should be a valid string');
  }
  const target = joinedWorkspaces(state, account.id).find(({ id }) => id === wanted);
  if (target === undefined) {
    return fault(state.version, 403, 'account_not_link_tenant', 'Account not link tenant');
  }
  makeCurrent(state, account.id, target.id);
  const answer = { result: 'success', new_tenant: describe(state, target, account.id) };
  return { status: 200, body: answer };
}

/** `GET /workspaces/current/members` */
export function listMembers({ state, workspaceId }: Ctx): Answer {
  const accounts = state.world.members.flatMap((member) => {
    const account = state.world.accounts.find(({ id }) => id === member.accountId);
    if (member.workspaceId !== workspaceId || account === undefined) return [];
    const createdAt = Math.floor(account.createdAtUs / 1e6);
    return {
      id: account.id,
      name: account.name,
      avatar: null,
      avatar_url: null,
      email: account.email,
      last_login_at: account.profile?.['last_login_at'] ?? null,
      last_active_at: createdAt,
      created_at: createdAt,
      role: member.role,
      status: account.status,
    };
  });
  return { status: 200, body: { accounts } };
}

function joinedWorkspaces(state: FakeState, accountId: string): readonly WorldWorkspace[] {
  const { members, workspaces } = state.world;
  return members
    .filter((member) => member.accountId === accountId)
    .flatMap(({ workspaceId }) => workspaces.filter(({ id }) => id === workspaceId))
    .filter(({ status }) => status === 'normal');
}

function makeCurrent(state: FakeState, accountId: string, workspaceId: string): void {
  for (const member of state.world.members) {
    if (member.accountId === accountId) member.current = member.workspaceId === workspaceId;
  }
}

/** Here the plan is what the database says; only the list computes it. */
function describe(state: FakeState, workspace: WorldWorkspace, accountId: string): object {
  const member = state.world.members.find(
    (candidate) => candidate.accountId === accountId && candidate.workspaceId === workspace.id,
  );
  const trial = {
    trial_credits: null,
    trial_credits_used: null,
    next_credit_reset_date: null,
  };
  return {
    id: workspace.id,
    name: workspace.name,
    plan: 'basic',
    status: workspace.status,
    created_at: secondsOf(workspace),
    role: member?.role ?? null,
    in_trial: null,
    trial_end_reason: null,
    custom_config: null,
    ...(isAtLeast(state.version, '1.11.3') ? trial : {}),
  };
}

function secondsOf({ createdAtUs }: WorldWorkspace): number {
  return Math.floor(createdAtUs / 1e6);
}

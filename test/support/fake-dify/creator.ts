import type { World } from './world.ts';

type Created = { readonly createdByRole: 'account' | 'end_user'; readonly createdBy: string };

/** Who made a run, a log or a node row, as `created_by_account` and `created_by_end_user`. */
export function creatorFields(world: World, { createdByRole, createdBy }: Created) {
  return {
    created_by_role: createdByRole,
    created_by_account: createdByRole === 'account' ? accountFields(world, createdBy) : null,
    created_by_end_user: createdByRole === 'end_user' ? endUserFields(world, createdBy) : null,
  };
}

export function accountFields(world: World, id: string) {
  const account = world.accounts.find((candidate) => candidate.id === id);
  return account === undefined ? null : { id, name: account.name, email: account.email };
}

function endUserFields(world: World, id: string) {
  const user = world.endUsers.find((candidate) => candidate.id === id);
  if (user === undefined) return null;
  return {
    id,
    type: user.type,
    is_anonymous: user.isAnonymous,
    session_id: user.sessionId,
  };
}

import { type Draft, LONG_AGO, toUs } from './draft.ts';
import { isByAccount, isTrigger, type Origin } from './origin.ts';
import type { WorldAccount, WorldApp, WorldEndUser, WorldWorkspace } from './world.ts';

/** Who uses an app, and when; `at` is ISO 8601. */
export type Use = {
  readonly at?: string;
  /** The `user` a caller passes; the first account stands in for `explore` and `debugger`. */
  readonly user?: string;
  readonly origin?: Origin;
};

export function addAccount(draft: Draft, fields: Partial<WorldAccount>): WorldAccount {
  const id = draft.nextId();
  const account: WorldAccount = {
    id,
    email: `${id}@example.com`,
    name: 'Member',
    password: null,
    timezone: 'UTC',
    status: 'active',
    createdAtUs: toUs(LONG_AGO),
    ...fields,
  };
  draft.world.accounts.push(account);
  return account;
}

/** Current for its owner if it is the first one. */
export function addWorkspace(draft: Draft, name: string, owner: WorldAccount): WorldWorkspace {
  const { members, workspaces } = draft.world;
  const id = draft.nextId();
  const createdAtUs = toUs(LONG_AGO);
  const workspace: WorldWorkspace = { id, name, plan: 'sandbox', status: 'normal', createdAtUs };
  workspaces.push(workspace);
  const current = !members.some((member) => member.accountId === owner.id);
  members.push({ workspaceId: id, accountId: owner.id, role: 'owner', current });
  return workspace;
}

/** The end user of an app with this session id, as one row per app and type. */
export function endUserOf(
  draft: Draft,
  app: WorldApp,
  sessionId: string,
  origin: Origin = 'service-api',
): WorldEndUser {
  const { endUsers } = draft.world;
  const type = endUserType(draft, origin);
  const known = endUsers.find(
    (user) => user.appId === app.id && user.sessionId === sessionId && user.type === type,
  );
  if (known !== undefined) return known;
  const isAnonymous = origin === 'web-app';
  const user = { id: draft.nextId(), appId: app.id, sessionId, type, isAnonymous };
  endUsers.push(user);
  return user;
}

function endUserType({ preset }: Draft, origin: Origin): string {
  if (origin === 'web-app') return 'browser';
  return isTrigger(origin) ? 'trigger' : preset.endUserType;
}

/** The columns that say who: of a conversation and a message, and of a run and a log. */
export function usedBy(
  draft: Draft,
  app: WorldApp,
  { origin = 'service-api', user = 'alice@example.com' }: Use,
) {
  const byAccount = isByAccount(origin);
  const account = draft.world.accounts[0]?.id ?? '';
  const id = byAccount ? account : endUserOf(draft, app, user, origin).id;
  return {
    source: {
      fromSource: byAccount ? 'console' : 'api',
      invokeFrom: origin,
      fromEndUserId: byAccount ? null : id,
      fromAccountId: byAccount ? id : null,
    },
    creator: { createdByRole: byAccount ? 'account' : 'end_user', createdBy: id },
  } as const;
}

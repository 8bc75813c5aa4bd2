import type { AppDetail, UsageUser } from './app-detail.ts';

/** `DIFY_USAGE_USER_ID`: Dify's own id, or what callers and people know a user by. */
export type UserNaming = 'id' | 'session';

/** A user as the receiver sees one; two users of equal name and type are one to it. */
export type NamedUser = {
  readonly userId: string;
  readonly userType: 'end_user' | 'account';
};

/** Whom usage belongs to for which nobody can be found (design §6). */
export const UNATTRIBUTED: NamedUser = { userId: 'unattributed', userType: 'end_user' };

/**
 * How users are named in the records. With `session` the caller's `user` value or the account's
 * e-mail, as far as any app tells it; a user without one, or with the name that stands for nobody,
 * keeps the id.
 */
export function nameUsers(
  naming: UserNaming,
  details: readonly AppDetail[],
): (user: UsageUser | undefined) => NamedUser {
  const sessions = naming === 'session' ? gatherSessions(details) : new Map<string, string>();

  return (user) => {
    if (user === undefined) return UNATTRIBUTED;
    const session = sessions.get(keyOf(user));
    const isTaken = session === UNATTRIBUTED.userId;
    return {
      userId: session === undefined || isTaken ? user.id : session,
      userType: user.type,
    };
  };
}

/** By user; of two spellings the first in code unit order, so that the apps' order does not matter. */
function gatherSessions(details: readonly AppDetail[]): Map<string, string> {
  const sessions = new Map<string, string>();
  for (const { users, models } of details) {
    for (const { user } of [...users, ...models]) {
      if (!user?.session) continue;
      const key = keyOf(user);
      const known = sessions.get(key);
      if (known === undefined || user.session < known) sessions.set(key, user.session);
    }
  }
  return sessions;
}

function keyOf({ type, id }: UsageUser): string {
  return JSON.stringify([type, id]);
}

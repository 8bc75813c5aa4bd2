import * as v from 'valibot';
import type { DifySession } from './dify-session.ts';
import { IdSchema } from './wire.ts';

const ProfileSchema = v.object({ id: IdSchema });
const MembersSchema = v.object({
  accounts: v.array(v.object({ id: IdSchema, role: v.nullish(v.string()) })),
});

/**
 * The account's role in the workspace, in Dify's own word (`GET /workspaces/current/members`, which
 * every version has); undefined when it is not among the members.
 */
export async function fetchAccountRole(session: DifySession): Promise<string | undefined> {
  const { id } = await session.get('/account/profile', {}, {}, ProfileSchema);
  const { accounts } = await session.get('/workspaces/current/members', {}, {}, MembersSchema);
  return accounts.find((account) => account.id === id)?.role ?? undefined;
}

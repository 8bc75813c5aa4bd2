import * as v from 'valibot';
import type { DifySession } from './dify-session.ts';
import { IdSchema } from './wire.ts';

const MembersSchema = v.object({
  accounts: v.array(v.object({ id: IdSchema, email: v.nullish(v.string()) })),
});

/** Account id → e-mail, of the present members (`GET /workspaces/current/members`). */
export type AccountEmails = () => Promise<ReadonlyMap<string, string>>;

/** Asks once, and only when somebody wants to know. */
export function createAccountEmails(session: DifySession): AccountEmails {
  let emails: Promise<ReadonlyMap<string, string>> | undefined;
  return () => {
    emails ??= fetchEmails(session);
    return emails;
  };
}

async function fetchEmails(session: DifySession): Promise<ReadonlyMap<string, string>> {
  const { accounts } = await session.get('/workspaces/current/members', {}, {}, MembersSchema);
  return new Map(accounts.flatMap(({ id, email }) => (email ? [[id, email] as const] : [])));
}

import * as v from 'valibot';
import type { UsageUser } from '../usage/app-detail.ts';
import { PersonSchema } from './wire.ts';

/** The columns of logs, runs and node rows that say who started them. */
export const CREATOR_ENTRIES = {
  created_by_account: PersonSchema,
  created_by_end_user: PersonSchema,
};

const CreatorSchema = v.object(CREATOR_ENTRIES);

/** Undefined for a row that names nobody, or somebody whose row Dify has deleted. */
export function toCreator(row: v.InferOutput<typeof CreatorSchema>): UsageUser | undefined {
  const { created_by_end_user: endUser, created_by_account: account } = row;
  if (endUser?.id) {
    return { type: 'end_user', id: endUser.id, session: endUser.session_id || undefined };
  }
  if (!account?.id) return undefined;
  return { type: 'account', id: account.id, session: account.email || undefined };
}

import * as v from 'valibot';
import type { UsageUser } from '../usage/app-detail.ts';
import { IdSchema } from './wire.ts';

/** The columns of conversations and messages that say who began them (usage-data B.5). */
export const LISTED_USER_ENTRIES = {
  from_source: v.nullish(v.string()),
  from_end_user_id: v.nullish(IdSchema),
  from_end_user_session_id: v.nullish(v.string()),
  from_account_id: v.nullish(IdSchema),
};

const ListedUserSchema = v.object(LISTED_USER_ENTRIES);

/** Undefined for a row that names nobody. An account's e-mail is in no list. */
export function toUser(row: v.InferOutput<typeof ListedUserSchema>): UsageUser | undefined {
  if (row.from_end_user_id) {
    const session = row.from_end_user_session_id || undefined;
    return { type: 'end_user', id: row.from_end_user_id, session };
  }
  if (!row.from_account_id) return undefined;
  return { type: 'account', id: row.from_account_id, session: undefined };
}

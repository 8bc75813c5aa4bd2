import * as v from 'valibot';
import type { Instant } from '../period/period.ts';
import type { App } from '../usage/app.ts';
import { countRows } from './count-rows.ts';
import type { DifySession } from './dify-session.ts';
import { CountSchema, SecondsSchema } from './wire.ts';

const PageSchema = v.object({
  data: v.array(
    v.object({ created_at: v.nullish(SecondsSchema), message_count: v.nullish(CountSchema) }),
  ),
});

export type OldestRow = {
  readonly at: Instant;
  /** A conversation whose messages a cleanup has taken (usage-data E.8). */
  readonly isEmptied: boolean;
};

/** Dify numbers no page beyond it. */
const LAST_PAGE = 99_999;

/**
 * The oldest run or conversation that Dify still lists of an app, for one or two requests of one row;
 * undefined when it lists none, or more than can be paged through.
 */
export async function fetchOldestRow(
  session: DifySession,
  { id, mode }: App,
): Promise<OldestRow | undefined> {
  switch (mode) {
    case 'workflow':
      return await fetchLast(session, id, 'workflow-app-logs');
    case 'completion':
      return await fetchLast(session, id, 'completion-conversations');
    case 'chat':
    case 'agent-chat':
    case 'advanced-chat': {
      const query = { page: 1, limit: 1, sort_by: 'created_at' };
      return await fetchFirst(session, id, 'chat-conversations', query);
    }
    default:
      return undefined;
  }
}

async function fetchLast(
  session: DifySession,
  appId: string,
  list: 'workflow-app-logs' | 'completion-conversations',
): Promise<OldestRow | undefined> {
  const total = await countRows(session, appId, list, {});
  if (total === 0 || total > LAST_PAGE) return undefined;
  return await fetchFirst(session, appId, list, { page: total, limit: 1 });
}

async function fetchFirst(
  session: DifySession,
  appId: string,
  list: string,
  query: Readonly<Record<string, string | number>>,
): Promise<OldestRow | undefined> {
  const { data } = await session.get(`/apps/{app}/${list}`, { app: appId }, query, PageSchema);
  const [row] = data;
  const at = row?.created_at ?? undefined;
  return at === undefined ? undefined : { at, isEmptied: row?.message_count === 0 };
}

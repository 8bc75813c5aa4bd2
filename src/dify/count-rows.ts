import * as v from 'valibot';
import type { DifySession } from './dify-session.ts';
import type { Query } from './request-path.ts';
import { CountSchema } from './wire.ts';

const TotalSchema = v.object({ total: CountSchema });

type CountedList = 'workflow-app-logs' | 'chat-conversations' | 'completion-conversations';

/**
 * How many rows `GET /apps/{app}/` + list has by its own `total`, for the price of one row
 * (usage-data B.1, B.2, D.1).
 */
export async function countRows(
  session: DifySession,
  appId: string,
  list: CountedList,
  query: Query,
): Promise<number> {
  const counted = { page: 1, limit: 1, ...query };
  const { total } = await session.get(`/apps/{app}/${list}`, { app: appId }, counted, TotalSchema);
  return total;
}

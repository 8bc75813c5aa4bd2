import * as v from 'valibot';
import type { Instant, Period } from '../period/period.ts';
import { expressibleBounds, toWallMinute } from '../period/wall-clock.ts';
import type { DifySession } from './dify-session.ts';
import { readNumberedPages } from './numbered-pages.ts';
import { CountSchema, IdSchema, SecondsSchema } from './wire.ts';

const ConversationSchema = v.object({
  id: IdSchema,
  created_at: v.nullish(SecondsSchema),
  updated_at: v.nullish(SecondsSchema),
  message_count: v.nullish(CountSchema),
});
const PageSchema = v.object({
  total: CountSchema,
  has_more: v.boolean(),
  data: v.array(ConversationSchema),
});

export type Conversation = { readonly id: string; readonly updatedAt: Instant | undefined };

const TEMPLATE = '/apps/{app}/chat-conversations';
/** Dify stores `updated_at` a moment before the message, and a message's run may start much later. */
const BEFORE_START_MS = 20 * 60_000;

/**
 * The conversations of a chat-like app that can hold messages of the period (usage-data G.3
 * rule 2): active since its start, begun before its end. There is no upper bound, since a
 * conversation that went on later still holds the period's messages.
 */
export async function* readConversations(
  session: DifySession,
  appId: string,
  period: Period,
  accountTimeZone: string,
): AsyncGenerator<Conversation> {
  const { before } = expressibleBounds(period.start - BEFORE_START_MS, accountTimeZone);
  const start = toWallMinute(before, accountTimeZone);

  const conversations = readNumberedPages({
    host: session.host,
    endpoint: `GET ${TEMPLATE}`,
    idOf: ({ id }: v.InferOutput<typeof ConversationSchema>) => id,
    fetchPage: async (page, limit) => {
      const query = { page, limit, start, sort_by: 'updated_at' };
      const { data, total, has_more } = await session.get(
        TEMPLATE,
        { app: appId },
        query,
        PageSchema,
      );
      return { items: data, total, hasMore: has_more };
    },
  });
  for await (const { id, created_at, updated_at, message_count } of conversations) {
    if (message_count === 0 || (created_at ?? 0) >= period.end) continue;
    yield { id, updatedAt: updated_at ?? undefined };
  }
}

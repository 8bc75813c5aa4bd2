import * as v from 'valibot';
import type { Instant } from '../period/period.ts';
import { type CursorPage, readCursorPages } from './cursor-pages.ts';
import { DifyError } from './dify-error.ts';
import type { DifySession } from './dify-session.ts';
import { CountSchema, IdSchema, SecondsSchema } from './wire.ts';

const MessageSchema = v.object({
  id: IdSchema,
  created_at: SecondsSchema,
  workflow_run_id: v.nullish(IdSchema),
  message_tokens: v.nullish(CountSchema),
  answer_tokens: v.nullish(CountSchema),
});
const PageSchema = v.object({ has_more: v.boolean(), data: v.array(MessageSchema) });

export type Message = v.InferOutput<typeof MessageSchema>;

const TEMPLATE = '/apps/{app}/chat-messages';
const LIMIT = 100;

/** A page that answers 400 as a whole, because a file of one of its messages is gone (usage-data C.6). */
export class UnreadableMessagesError extends Error {
  override readonly name = 'UnreadableMessagesError';
}

/**
 * The messages of a conversation, newest first, back to `until` (usage-data C.1).
 *
 * Throws an {@link UnreadableMessagesError} at the first message that Dify cannot show;
 * the newer ones have been given by then, the older ones cannot be reached.
 */
export async function* readMessages(
  session: DifySession,
  appId: string,
  conversationId: string,
  until: Instant,
): AsyncGenerator<Message> {
  let limit = LIMIT;
  yield* readCursorPages({
    host: session.host,
    endpoint: `GET ${TEMPLATE}`,
    idOf: ({ id }: Message) => id,
    createdAtOf: ({ created_at }) => created_at,
    until,
    fetchPage: async (cursor) => {
      for (;;) {
        try {
          return await requestPage(session, appId, conversationId, cursor, limit);
        } catch (cause) {
          if (!isRefusedPage(cause)) throw cause;
          if (limit === 1) {
            throw new UnreadableMessagesError('Dify cannot show a message', { cause });
          }
          limit = Math.ceil(limit / 2);
        }
      }
    },
  });
}

async function requestPage(
  session: DifySession,
  appId: string,
  conversationId: string,
  cursor: string | undefined,
  limit: number,
): Promise<CursorPage<Message>> {
  const query = {
    conversation_id: conversationId,
    limit,
    ...(cursor === undefined ? {} : { first_id: cursor }),
  };
  const { data, has_more } = await session.get(TEMPLATE, { app: appId }, query, PageSchema);
  return { items: data.toReversed(), hasMore: has_more };
}

function isRefusedPage(error: unknown): boolean {
  return error instanceof DifyError && error.problem === 'parameter' && error.status === 400;
}

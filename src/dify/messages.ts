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

/** A busy server starts the run of a message late: 14 s were seen on a recorded 1.9.1. */
export const RUN_AFTER_MESSAGE_MS = 10 * 60_000;

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
  const fetchPage = (cursor: string | undefined, limit: number) =>
    requestPage(session, appId, conversationId, cursor, limit);

  yield* readCursorPages({
    host: session.host,
    endpoint: `GET ${TEMPLATE}`,
    idOf: ({ id }: Message) => id,
    createdAtOf: ({ created_at }) => created_at,
    until,
    fetchPage: async (cursor) => {
      try {
        return await fetchPage(cursor, LIMIT);
      } catch (cause) {
        if (!isRefusedPage(cause)) throw cause;
        return await salvagePage((limit) => fetchPage(cursor, limit), cause);
      }
    },
  });
}

/** The longest page that can be shown, by halving: it ends before the message that cannot. */
async function salvagePage(
  fetchPage: (limit: number) => Promise<CursorPage<Message>>,
  cause: unknown,
): Promise<CursorPage<Message>> {
  let items: readonly Message[] = [];
  let refusedLimit = LIMIT;
  while (refusedLimit - items.length > 1) {
    const limit = Math.floor((items.length + refusedLimit) / 2);
    try {
      const page = await fetchPage(limit);
      if (page.items.length < limit) return page; // the message has been deleted meanwhile
      items = page.items;
    } catch (error) {
      if (!isRefusedPage(error)) throw error;
      refusedLimit = limit;
    }
  }
  const failure = new UnreadableMessagesError('Dify cannot show a message', { cause });
  return { items, hasMore: true, failure };
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
  // Dify says that there is no more when what remains is of the second at the page's end.
  return { items: data.toReversed(), hasMore: has_more || data.length === limit };
}

function isRefusedPage(error: unknown): boolean {
  return error instanceof DifyError && error.problem === 'parameter' && error.status === 400;
}

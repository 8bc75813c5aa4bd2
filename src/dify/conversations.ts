import * as v from 'valibot';
import type { Instant, Period } from '../period/period.ts';
import { expressibleBounds, toWallMinute } from '../period/wall-clock.ts';
import type { UsageUser } from '../usage/app-detail.ts';
import type { ModelName } from '../usage/ledger-call.ts';
import { ConversationModelSchema, toModelName } from './conversation-model.ts';
import type { DifySession } from './dify-session.ts';
import { LISTED_USER_ENTRIES, toUser } from './listed-user.ts';
import { numberedPageSchema, readNumberedPages } from './numbered-pages.ts';
import { CountSchema, IdSchema, SecondsSchema } from './wire.ts';

const ConversationSchema = v.object({
  id: IdSchema,
  created_at: v.nullish(SecondsSchema),
  updated_at: v.nullish(SecondsSchema),
  message_count: v.nullish(CountSchema),
  read_at: v.nullish(SecondsSchema),
  model_config: ConversationModelSchema,
  ...LISTED_USER_ENTRIES,
});
const PageSchema = numberedPageSchema(ConversationSchema);

export type Conversation = {
  readonly id: string;
  readonly createdAt: Instant | undefined;
  readonly updatedAt: Instant | undefined;
  readonly messageCount: number | undefined;
  /** A conversation never changes its user. */
  readonly user: UsageUser | undefined;
  /** Explore or debugger, which the list does not tell apart; everything else is `api`. */
  readonly isConsole: boolean;
  /** The model it runs on, where the list says it (1.14 on). */
  readonly model: ModelName | undefined;
  /** Somebody opened it: only then is reading its detail free of effects (usage-data B.3). */
  readonly isRead: boolean;
  /** No list shows it any more: it is known from an earlier run. */
  readonly isDeleted?: boolean;
};

const TEMPLATE = '/apps/{app}/chat-conversations';
/** Dify stores `updated_at` a moment before the message, and a message's run may start much later. */
const BEFORE_START_MS = 20 * 60_000;
/** Its times are rounded to whole seconds: a run of the period's last second may seem to follow it. */
const AFTER_END_MS = 2000;

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
  const active = activeSince(period.start, accountTimeZone);
  const conversations = readNumberedPages({
    host: session.host,
    endpoint: `GET ${TEMPLATE}`,
    idOf: ({ id }: ListedConversation) => id,
    fetchPage: (page, limit) =>
      session.get(TEMPLATE, { app: appId }, { page, limit, ...active }, PageSchema),
  });
  for await (const item of conversations) {
    if (item.message_count === 0 || (item.created_at ?? 0) >= period.end + AFTER_END_MS) continue;
    yield toConversation(item);
  }
}

/** The query for conversations that can hold a message of that instant or a later one. */
export function activeSince(instant: Instant, accountTimeZone: string) {
  const { before } = expressibleBounds(instant - BEFORE_START_MS, accountTimeZone);
  return { start: toWallMinute(before, accountTimeZone), sort_by: 'updated_at' } as const;
}

/** The query for conversations that began at that instant or later. */
export function begunSince(instant: Instant, accountTimeZone: string) {
  const { after } = expressibleBounds(instant, accountTimeZone);
  return { start: toWallMinute(after, accountTimeZone), sort_by: 'created_at' } as const;
}

type ListedConversation = v.InferOutput<typeof ConversationSchema>;

function toConversation(item: ListedConversation): Conversation {
  return {
    id: item.id,
    createdAt: item.created_at ?? undefined,
    updatedAt: item.updated_at ?? undefined,
    messageCount: item.message_count ?? undefined,
    user: toUser(item),
    isConsole: item.from_source === 'console',
    model: toModelName(item.model_config),
    isRead: typeof item.read_at === 'number',
  };
}

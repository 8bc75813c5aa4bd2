import * as v from 'valibot';
import type { Instant } from '../period/period.ts';
import type { CallTokens, ModelName } from '../usage/ledger-call.ts';
import { ConversationModelSchema, toModelName } from './conversation-model.ts';
import { undefinedWhenGone } from './dify-error.ts';
import type { DifySession } from './dify-session.ts';
import { CountSchema, SecondsSchema } from './wire.ts';

const DetailSchema = v.object({
  model_config: ConversationModelSchema,
  message: v.fallback(
    v.nullish(
      v.object({
        created_at: SecondsSchema,
        message_tokens: v.nullish(CountSchema),
        answer_tokens: v.nullish(CountSchema),
      }),
    ),
    null,
  ),
});

export type ConversationDetail = {
  readonly model: ModelName | undefined;
  /** The one message of a completion; a chat's detail has none. */
  readonly message: { readonly createdAt: Instant; readonly tokens: CallTokens } | undefined;
};

const TEMPLATES = {
  chat: '/apps/{app}/chat-conversations/{conversation}',
  completion: '/apps/{app}/completion-conversations/{conversation}',
} as const;

export type ConversationKind = keyof typeof TEMPLATES;

/**
 * The detail of a conversation that somebody has opened already. For any other one this GET is a
 * write: it marks the conversation as read (usage-data B.3), so the caller must have checked.
 */
export async function fetchReadConversation(
  session: DifySession,
  appId: string,
  kind: ConversationKind,
  { id, isRead }: { readonly id: string; readonly isRead: boolean },
): Promise<ConversationDetail | undefined> {
  if (!isRead) throw new TypeError(`The conversation ${id} is unread: its detail is not read`);

  try {
    const params = { app: appId, conversation: id };
    const detail = await session.get(TEMPLATES[kind], params, {}, DetailSchema);
    const { message } = detail;
    return {
      model: toModelName(detail.model_config),
      message: message
        ? {
            createdAt: message.created_at,
            tokens: {
              prompt: message.message_tokens ?? 0,
              completion: message.answer_tokens ?? 0,
            },
          }
        : undefined,
    };
  } catch (error) {
    return undefinedWhenGone(error);
  }
}

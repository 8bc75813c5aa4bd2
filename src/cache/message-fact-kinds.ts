import * as v from 'valibot';
import type { Generation } from '../dify/completion-conversations.ts';
import type { ConversationDetail, ConversationKind } from '../dify/conversation-detail.ts';
import type { Conversation } from '../dify/conversations.ts';
import type { Message } from '../dify/messages.ts';
import type { Instant } from '../period/period.ts';
import type { FactKind } from './app-facts.ts';
import { type DayCounts, DayCountsSchema } from './day-counts.ts';
import { CountSchema, InstantSchema, ModelNameSchema, maybe, UserSchema } from './fact-schemas.ts';

/** A conversation of which the messages from `until` on were read. */
export type ConversationFact = {
  readonly readAt: Instant;
  readonly until: Instant;
  readonly conversation: Conversation & { readonly updatedAt: Instant };
  /** How many messages were known of it, which stand in segments of their own. */
  readonly messages: DayCounts;
  /** When a list did not show it any more for the first time. */
  readonly missingSince?: Instant | undefined;
};

export const CONVERSATION: FactKind<ConversationFact> = {
  name: 'conversation',
  stays: 'nothing',
  schema: v.object({
    readAt: InstantSchema,
    until: InstantSchema,
    missingSince: maybe(InstantSchema),
    messages: DayCountsSchema,
    conversation: v.object({
      id: v.string(),
      createdAt: maybe(InstantSchema),
      updatedAt: InstantSchema,
      messageCount: maybe(CountSchema),
      user: maybe(UserSchema),
      isConsole: v.boolean(),
      model: maybe(ModelNameSchema),
      isRead: v.boolean(),
    }),
  }),
  encode: (fact) => fact,
  idOf: ({ conversation }) => conversation.id,
  at: ({ conversation }) => conversation.updatedAt,
};

export type MessageFact = {
  readonly readAt: Instant;
  readonly conversationId: string;
  readonly message: Message;
  /** A later list of the conversation did not show it any more. */
  readonly isGone?: boolean | undefined;
};

export const MESSAGE: FactKind<MessageFact> = {
  name: 'message',
  stays: 'nothing',
  schema: v.object({
    readAt: InstantSchema,
    conversationId: v.string(),
    message: v.object({
      id: v.string(),
      created_at: InstantSchema,
      workflow_run_id: v.nullish(v.string()),
      message_tokens: v.nullish(CountSchema),
      answer_tokens: v.nullish(CountSchema),
    }),
    isGone: maybe(v.boolean()),
  }),
  encode: (fact) => fact,
  idOf: ({ conversationId, message }) => JSON.stringify([conversationId, message.id]),
  at: ({ message }) => message.created_at,
};

export type GenerationFact = {
  readonly readAt: Instant;
  readonly generation: Generation;
  readonly missingSince?: Instant | undefined;
};

export const GENERATION: FactKind<GenerationFact> = {
  name: 'generation',
  stays: 'nothing',
  schema: v.object({
    readAt: InstantSchema,
    missingSince: maybe(InstantSchema),
    generation: v.object({
      id: v.string(),
      createdAt: InstantSchema,
      user: maybe(UserSchema),
      isConsole: v.boolean(),
      model: maybe(ModelNameSchema),
      isRead: v.boolean(),
    }),
  }),
  encode: (fact) => fact,
  idOf: ({ generation }) => generation.id,
  at: ({ generation }) => generation.createdAt,
};

/** The detail of a conversation that somebody had opened: it is pinned when the conversation begins. */
export type DetailFact = {
  readonly readAt: Instant;
  readonly kind: ConversationKind;
  readonly id: string;
  readonly detail: ConversationDetail;
};

export const DETAIL: FactKind<DetailFact> = {
  name: 'conversation_detail',
  stays: 'all',
  schema: v.object({
    readAt: InstantSchema,
    kind: v.picklist(['chat', 'completion']),
    id: v.string(),
    detail: v.object({
      model: maybe(ModelNameSchema),
      message: maybe(
        v.object({
          createdAt: InstantSchema,
          tokens: v.object({ prompt: CountSchema, completion: CountSchema }),
        }),
      ),
    }),
  }),
  encode: (fact) => fact,
  idOf: ({ kind, id }) => detailId(kind, id),
  at: ({ readAt }) => readAt,
};

export function detailId(kind: ConversationKind, id: string): string {
  return JSON.stringify([kind, id]);
}

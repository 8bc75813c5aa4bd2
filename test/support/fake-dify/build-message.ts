import { modelNamed } from './build-app.ts';
import { type Use, usedBy } from './build-people.ts';
import { toFixedText, toUnits } from './decimal-text.ts';
import { type Draft, roundToSecond, toUs } from './draft.ts';
import { type ModelName, priceCall } from './model-prices.ts';
import type { WorldApp, WorldConversation, WorldMessage } from './world.ts';

export type ConversationOptions = Use & { readonly model?: ModelName };

export type MessageOptions = Use & {
  readonly conversation?: WorldConversation;
  readonly model?: ModelName;
  readonly promptTokens?: number;
  readonly completionTokens?: number;
  /** Decimal text instead of the model's own price. */
  readonly price?: string;
  readonly status?: 'normal' | 'error';
  readonly missingFile?: boolean;
};

export function addConversation(
  draft: Draft,
  app: WorldApp,
  options: ConversationOptions = {},
): WorldConversation {
  const atUs = roundToSecond(toUs(options.at ?? '2026-10-05T10:00:00Z'));
  const { modelConfig } = app;
  const current = modelConfig && { provider: modelConfig.provider, name: modelConfig.name };
  const conversation: WorldConversation = {
    id: draft.nextId(),
    appId: app.id,
    ...usedBy(draft, app, options).source,
    model: current && options.model ? modelNamed(draft, options.model) : current,
    isDeleted: false,
    readAtUs: null,
    createdAtUs: atUs,
    updatedAtUs: atUs,
  };
  draft.world.conversations.push(conversation);
  return conversation;
}

/** A message of a chat, agent-chat or completion app; begins a conversation if it gets none. */
export function addMessage(
  draft: Draft,
  app: WorldApp,
  options: MessageOptions = {},
): WorldMessage {
  const conversation = options.conversation ?? addConversation(draft, app, options);
  const { model } = conversation;
  const isError = options.status === 'error';
  const promptTokens = isError ? 0 : (options.promptTokens ?? 10);
  const completionTokens = isError ? 0 : (options.completionTokens ?? 5);
  const call = priceCall(options.model ?? asModelName(model?.name), promptTokens, completionTokens);
  return storeMessage(draft, conversation, options.at, {
    workflowRunId: null,
    status: options.status ?? 'normal',
    messageTokens: promptTokens,
    answerTokens: completionTokens,
    totalPrice: toFixedText(toUnits(options.price ?? call.totalPrice)),
    currency: call.currency,
    modelProvider: model?.provider ?? null,
    modelId: model?.name ?? null,
    ...(options.missingFile ? { missingFile: true } : {}),
  });
}

type StoredColumns = Omit<
  WorldMessage,
  | 'id'
  | 'appId'
  | 'conversationId'
  | 'fromSource'
  | 'invokeFrom'
  | 'fromEndUserId'
  | 'fromAccountId'
  | 'createdAtUs'
>;

export function storeMessage(
  draft: Draft,
  conversation: WorldConversation,
  at: string | undefined,
  columns: StoredColumns,
): WorldMessage {
  const atUs = at === undefined ? conversation.updatedAtUs : roundToSecond(toUs(at));
  const message: WorldMessage = {
    id: draft.nextId(),
    appId: conversation.appId,
    conversationId: conversation.id,
    fromSource: conversation.fromSource,
    invokeFrom: conversation.invokeFrom,
    fromEndUserId: conversation.fromEndUserId,
    fromAccountId: conversation.fromAccountId,
    createdAtUs: atUs,
    ...columns,
  };
  draft.world.messages.push(message);
  conversation.updatedAtUs = Math.max(conversation.updatedAtUs, atUs);
  return message;
}

function asModelName(name: string | undefined): ModelName {
  return name === 'gpt-4o' || name === 'deepseek-chat' ? name : 'gpt-4o-mini';
}

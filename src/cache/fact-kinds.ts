import * as v from 'valibot';
import type { Generation } from '../dify/completion-conversations.ts';
import type { ConversationDetail, ConversationKind } from '../dify/conversation-detail.ts';
import type { Conversation } from '../dify/conversations.ts';
import type { Message } from '../dify/messages.ts';
import type { StatisticsRow } from '../dify/statistics.ts';
import type { RunDetail } from '../dify/workflow-runs.ts';
import type { Instant } from '../period/period.ts';
import { isTimeZone } from '../period/time-zone.ts';
import type { AppModel } from '../usage/app.ts';
import { type RunUsage, sumTokens } from '../usage/run-usage.ts';
import type { UsageEvent } from '../usage/usage-event.ts';
import type { FactKind } from './app-facts.ts';
import { type DayCounts, DayCountsSchema } from './day-counts.ts';

const instant = v.pipe(v.number(), v.safeInteger());
const count = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
/** Money is text in a segment, in units of 0.0000001. */
const units = v.pipe(
  v.string(),
  v.regex(/^-?\d{1,30}$/),
  v.transform((text) => BigInt(text)),
);
/** JSON leaves out what is undefined. */
const maybe = <const Schema extends v.GenericSchema>(schema: Schema) =>
  v.optional(schema, () => undefined);

const user = v.object({
  type: v.picklist(['end_user', 'account']),
  id: v.string(),
  session: maybe(v.string()),
});
const modelName = v.object({ provider: v.string(), name: v.string() });

/** An app's model configuration as it was last seen: a deleted app tells it no more. */
export type AppModelFact = { readonly readAt: Instant; readonly model: AppModel };

export const APP_MODEL: FactKind<AppModelFact> = {
  name: 'app_model',
  stays: 'all',
  schema: v.object({
    readAt: instant,
    model: v.object({ provider: v.string(), name: v.string(), savedAt: maybe(instant) }),
  }),
  encode: (fact) => fact,
  idOf: () => APP_MODEL_ID,
  at: ({ readAt }) => readAt,
};

export const APP_MODEL_ID = 'present';

/** Whether Dify has the app, as a run last found it otherwise than before. */
export type AppStateFact = {
  readonly readAt: Instant;
  /** When Dify made it: nothing was spent before. */
  readonly createdAt?: Instant | undefined;
  /** When its list did not show it any more for the first time: nothing was spent after. */
  readonly missingSince?: Instant | undefined;
};

export const APP_STATE: FactKind<AppStateFact> = {
  name: 'app_state',
  stays: 'all',
  schema: v.object({
    readAt: instant,
    createdAt: maybe(instant),
    missingSince: maybe(instant),
  }),
  encode: (fact) => fact,
  idOf: () => APP_STATE_ID,
  at: ({ readAt }) => readAt,
};

export const APP_STATE_ID = 'present';

/** A stretch of which all runs of a workflow or advanced-chat app were read. */
export type ReadingFact = {
  readonly readAt: Instant;
  readonly from: Instant;
  readonly to: Instant;
  /** How many runs were known of it, which stand in segments of their own. */
  readonly runs: DayCounts;
};

export const READING: FactKind<ReadingFact> = {
  name: 'reading',
  stays: 'all',
  schema: v.object({ readAt: instant, from: instant, to: instant, runs: DayCountsSchema }),
  encode: (fact) => fact,
  idOf: ({ from }) => String(from),
  at: ({ from }) => from,
};

/** A run with what its nodes spent, as it was when it was read. */
export type RunFact = { readonly readAt: Instant; readonly run: RunUsage };

const listedRunEntries = {
  id: v.string(),
  startedAt: instant,
  isStartGuessed: maybe(v.boolean()),
  status: maybe(v.string()),
  countedTokens: maybe(count),
  inStatistics: v.boolean(),
  creatorId: maybe(v.string()),
  user: maybe(user),
  version: maybe(v.string()),
  mayBeDebugChild: v.boolean(),
};
const eventSchema = v.object({
  id: v.string(),
  totalTokens: count,
  promptTokens: count,
  completionTokens: count,
  cost: v.object({ currency: v.string(), units }),
  promptUnits: units,
  completionUnits: units,
  provider: maybe(v.string()),
  model: maybe(v.string()),
  unitPrice: maybe(v.object({ prompt: v.string(), completion: v.string(), priceUnit: v.string() })),
});
const toolCallSchema = v.object({
  runId: v.string(),
  runStartedAt: instant,
  creatorId: maybe(v.string()),
  startedAt: instant,
  finishedAt: maybe(instant),
  totalTokens: maybe(count),
  hasFailed: v.boolean(),
});

export const RUN: FactKind<RunFact> = {
  name: 'run',
  stays: 'instant',
  schema: v.object({
    readAt: instant,
    run: v.pipe(
      v.object({
        ...listedRunEntries,
        events: v.array(eventSchema),
        containerTokens: count,
        hasFailedContainer: v.boolean(),
        hasFailedNode: v.boolean(),
        toolCalls: v.array(toolCallSchema),
        unpricedTokens: count,
        hidesModels: v.boolean(),
      }),
      v.transform(
        (run): RunUsage => ({
          ...run,
          events: run.events.map((event) => ({
            ...event,
            startedAt: run.startedAt,
            user: run.user,
          })),
        }),
      ),
    ),
  }),
  encode: ({ readAt, run }) => ({
    readAt,
    run: { ...run, events: run.events.map(encodeEvent) },
  }),
  idOf: ({ run }) => run.id,
  at: ({ run }) => run.startedAt,
  amountsOf: ({ run }) => ({
    tokens: sumTokens(run.events),
    units: run.events.map(({ cost }) => cost),
  }),
};

/** Start and user are the run's. */
function encodeEvent({ startedAt: _startedAt, user: _user, ...event }: UsageEvent) {
  return {
    ...event,
    cost: { ...event.cost, units: String(event.cost.units) },
    promptUnits: String(event.promptUnits),
    completionUnits: String(event.completionUnits),
  };
}

/** A run without node rows: it has executed nothing, or they were deleted before they were read. */
export type RunDetailFact = {
  readonly readAt: Instant;
  readonly id: string;
  readonly detail: RunDetail;
};

export const RUN_DETAIL: FactKind<RunDetailFact> = {
  name: 'run_detail',
  stays: 'all',
  schema: v.object({
    readAt: instant,
    id: v.string(),
    detail: v.object({ startedAt: instant, status: maybe(v.string()), countedTokens: count }),
  }),
  encode: (fact) => fact,
  idOf: ({ id }) => id,
  at: ({ detail }) => detail.startedAt,
};

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
    readAt: instant,
    until: instant,
    missingSince: maybe(instant),
    messages: DayCountsSchema,
    conversation: v.object({
      id: v.string(),
      createdAt: maybe(instant),
      updatedAt: instant,
      messageCount: maybe(count),
      user: maybe(user),
      isConsole: v.boolean(),
      model: maybe(modelName),
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
    readAt: instant,
    conversationId: v.string(),
    message: v.object({
      id: v.string(),
      created_at: instant,
      workflow_run_id: v.nullish(v.string()),
      message_tokens: v.nullish(count),
      answer_tokens: v.nullish(count),
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
    readAt: instant,
    missingSince: maybe(instant),
    generation: v.object({
      id: v.string(),
      createdAt: instant,
      user: maybe(user),
      isConsole: v.boolean(),
      model: maybe(modelName),
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
    readAt: instant,
    kind: v.picklist(['chat', 'completion']),
    id: v.string(),
    detail: v.object({
      model: maybe(modelName),
      message: maybe(
        v.object({ createdAt: instant, tokens: v.object({ prompt: count, completion: count }) }),
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

/** What a statistic said about a window; an open one is read again as long as it grows. */
export type StatisticsFact = {
  readonly readAt: Instant;
  readonly id: string;
  readonly statistic: string;
  /** Whether debugger messages are not counted, as Dify has it from 1.9.0 on. */
  readonly leavesOutDebugger: boolean;
  /** The account's, in which the rows are dated. */
  readonly timeZone: string;
  readonly from: Instant;
  readonly to: Instant;
  readonly rows: readonly StatisticsRow[];
};

export const STATISTICS: FactKind<StatisticsFact> = {
  name: 'statistics',
  stays: 'all',
  schema: v.object({
    readAt: instant,
    id: v.string(),
    statistic: v.string(),
    leavesOutDebugger: v.boolean(),
    timeZone: v.pipe(v.string(), v.check(isTimeZone)),
    from: instant,
    to: instant,
    rows: v.array(v.object({ date: v.string(), count, units: maybe(units) })),
  }),
  encode: ({ rows, ...fact }) => ({
    ...fact,
    rows: rows.map((row) => ({ ...row, units: row.units?.toString() })),
  }),
  idOf: ({ id }) => id,
  at: ({ from }) => from,
};

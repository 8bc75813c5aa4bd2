import { toFixedText } from '../../support/fake-dify/decimal-text.ts';
import type { Ctx } from '../../support/fake-dify/route.ts';
import type {
  World,
  WorldConversation,
  WorldLog,
  WorldMessage,
  WorldRun,
} from '../../support/fake-dify/world.ts';
import { benchId } from '../world/bench-ids.ts';
import {
  type BenchApp,
  callOf,
  conversationOf,
  leavesOf,
  messagesIn,
  type Span,
  startOf,
  userOf,
} from '../world/bench-world.ts';
import { priceLeaf } from '../world/leaf-price.ts';

/** One app of a bench world as the routes see it. */
export type Served = {
  readonly app: BenchApp;
  /** Its place in the world. */
  readonly place: number;
  readonly id: string;
  readonly span: Span;
  /** How many calls have started by now. */
  readonly calls: number;
};

const SECOND_US = 1_000_000;
/** Runs have microseconds, and messages and logs the whole second before. */
const AFTER_SECOND_US = 250_000;

/** The fake Dify's builders look rows up in a world: here in one that holds a page and its users. */
export function withRows(ctx: Ctx, rows: Partial<World>): Ctx {
  return { ...ctx, state: { ...ctx.state, world: { ...ctx.state.world, ...rows } } };
}

export function usersOf({ place, id }: Served, numbers: Iterable<number>): World['endUsers'] {
  return Array.from(new Set(numbers), (number) => ({
    id: benchId('user', place, number),
    appId: id,
    sessionId: `user-${number}@example.com`,
    type: 'service-api',
    isAnonymous: false,
  }));
}

export function toRun({ app, place, id, span }: Served, call: number): WorldRun {
  const createdAtUs = startOf(span, app, call) * SECOND_US + AFTER_SECOND_US;
  const isChat = app.mode === 'advanced-chat';
  return {
    id: benchId('run', place, call),
    appId: id,
    triggeredFrom: 'app-run',
    status: 'succeeded',
    totalTokens: leavesOf(app, call).reduce(
      (sum, leaf) => sum + leaf.promptTokens + leaf.completionTokens,
      0,
    ),
    createdByRole: 'end_user',
    createdBy: benchId('user', place, userOf(app, call)),
    version: '2025-01-01 00:00:00.000000',
    createdAtUs,
    finishedAtUs: createdAtUs + SECOND_US,
    messageId: isChat ? benchId('message', place, call) : null,
    conversationId: isChat ? benchId('conversation', place, conversationOf(app, call)) : null,
  };
}

export function toLog({ app, place, id, span }: Served, call: number): WorldLog {
  return {
    id: benchId('log', place, call),
    appId: id,
    runId: benchId('run', place, call),
    createdFrom: 'service-api',
    createdByRole: 'end_user',
    createdBy: benchId('user', place, userOf(app, call)),
    createdAtUs: startOf(span, app, call) * SECOND_US,
  };
}

export function toMessage({ app, place, id, span }: Served, call: number): WorldMessage {
  let messageTokens = 0;
  let answerTokens = 0;
  let units = 0;
  for (const leaf of leavesOf(app, call)) {
    const { promptUnits, completionUnits } = priceLeaf(leaf);
    messageTokens += leaf.promptTokens;
    answerTokens += leaf.completionTokens;
    units += promptUnits + completionUnits;
  }
  return {
    id: benchId('message', place, call),
    appId: id,
    conversationId: benchId('conversation', place, conversationOf(app, call)),
    workflowRunId: app.mode === 'advanced-chat' ? benchId('run', place, call) : null,
    ...source(place, userOf(app, call)),
    status: 'normal',
    messageTokens,
    answerTokens,
    totalPrice: toFixedText(BigInt(units)),
    currency: 'USD',
    modelProvider: null,
    modelId: null,
    createdAtUs: startOf(span, app, call) * SECOND_US,
  };
}

export function toConversation(served: Served, conversation: number): WorldConversation {
  const { app, place, id, span, calls } = served;
  const first = callOf(app, conversation, 0);
  const last = callOf(app, conversation, messagesIn(app, conversation, calls) - 1);
  const [leaf] = leavesOf(app, first);
  const name = leaf?.model ?? '';
  return {
    id: benchId('conversation', place, conversation),
    appId: id,
    ...source(place, userOf(app, first)),
    model: app.mode === 'advanced-chat' ? null : { provider: 'langgenius/openai/openai', name },
    isDeleted: false,
    readAtUs: null,
    createdAtUs: startOf(span, app, first) * SECOND_US,
    updatedAtUs: startOf(span, app, last) * SECOND_US,
  };
}

function source(place: number, user: number) {
  return {
    fromSource: 'api',
    invokeFrom: 'service-api',
    fromEndUserId: benchId('user', place, user),
    fromAccountId: null,
  } as const;
}

import type { ModelName } from '../../support/fake-dify/model-prices.ts';

/**
 * What a bench Dify holds. Nothing is stored: every row is a function of its number, so that a
 * million messages cost no memory.
 */
export type BenchWorld = {
  readonly apps: readonly BenchApp[];
  /** The month that the calls are spread over evenly, `YYYY-MM`, in UTC. */
  readonly month: string;
};

export type BenchApp = {
  readonly mode: 'chat' | 'completion' | 'advanced-chat' | 'workflow';
  /** Messages, generations or runs, numbered in the order of time. */
  readonly calls: number;
  /** How long a conversation gets; 1 for generations. */
  readonly perConversation: number;
  /** How many conversations go on at the same time. */
  readonly atOnce: number;
  /** They take turns: by conversation, or by run in a workflow. */
  readonly users: number;
  /** Of a conversation; a run calls two of them in turn. */
  readonly models: readonly [ModelName, ...ModelName[]];
};

/** One call of a model: a message, a generation, or a node of a run. */
export type Leaf = {
  readonly model: ModelName;
  readonly promptTokens: number;
  readonly completionTokens: number;
};

/** Seconds since the epoch. */
export type Span = { readonly start: number; readonly end: number };

export function spanOf({ month }: Pick<BenchWorld, 'month'>): Span {
  const [year = 0, number = 0] = month.split('-').map(Number);
  return { start: Date.UTC(year, number - 1) / 1000, end: Date.UTC(year, number) / 1000 };
}

/** When a call started, in whole seconds. */
export function startOf({ start, end }: Span, { calls }: BenchApp, call: number): number {
  return start + Math.floor((call * (end - start)) / calls);
}

/** The number of calls that started before an instant (seconds), which is the first one after it. */
export function callsBefore({ start, end }: Span, { calls }: BenchApp, at: number): number {
  const first = Math.ceil(((at - start) * calls) / (end - start));
  return Math.min(calls, Math.max(0, first));
}

/** Conversations come in groups whose messages alternate. */
export function conversationOf({ perConversation, atOnce }: BenchApp, call: number): number {
  const inGroup = perConversation * atOnce;
  const group = Math.floor(call / inGroup);
  return group * atOnce + ((call % inGroup) % atOnce);
}

/** The call that is the conversation's message of this place. */
export function callOf(
  { perConversation, atOnce }: BenchApp,
  conversation: number,
  place: number,
): number {
  const group = Math.floor(conversation / atOnce);
  return (group * perConversation + place) * atOnce + (conversation % atOnce);
}

/** Of the first `calls` calls, how many are the conversation's. */
export function messagesIn(app: BenchApp, conversation: number, calls: number): number {
  const first = callOf(app, conversation, 0);
  if (calls <= first) return 0;
  return Math.min(app.perConversation, Math.ceil((calls - first) / app.atOnce));
}

/** Conversations that the first `calls` calls have begun. */
export function conversationsIn({ perConversation, atOnce }: BenchApp, calls: number): number {
  const inGroup = perConversation * atOnce;
  return Math.floor(calls / inGroup) * atOnce + Math.min(atOnce, calls % inGroup);
}

export function userOf(app: BenchApp, call: number): number {
  return (app.mode === 'workflow' ? call : conversationOf(app, call)) % app.users;
}

/** What a call spent: two nodes of a run, else one. */
export function leavesOf(app: BenchApp, call: number): Leaf[] {
  const { mode, models } = app;
  const tokens = tokensOf(call);
  if (mode === 'chat' || mode === 'completion') {
    const model = mode === 'chat' ? conversationOf(app, call) : 0;
    return [{ model: nth(models, model), ...tokens }];
  }
  return [
    { model: nth(models, call), ...tokens },
    { model: nth(models, call + 1), ...tokensOf(call + 7919) },
  ];
}

function tokensOf(call: number) {
  const bits = scatter(call);
  return { promptTokens: 20 + (bits % 981), completionTokens: 5 + ((bits >>> 12) % 296) };
}

/** Numbers that look like chance and are the same every time. */
function scatter(number: number): number {
  let bits = Math.imul(number + 1, 0x9e3779b1);
  bits = Math.imul(bits ^ (bits >>> 15), 0x85ebca6b);
  return (bits ^ (bits >>> 13)) >>> 0;
}

function nth<Item>(items: readonly [Item, ...Item[]], number: number): Item {
  return items[number % items.length] ?? items[0];
}

import type {
  AppDetail,
  DetailNeeds,
  DetailNote,
  ModelUsage,
  UsageUser,
  UserUsage,
} from './app-detail.ts';
import type { UsageEvent } from './usage-event.ts';

/** Who used which model of a node-based app, folded while its runs are read. */
export type NodeDetailFold = {
  addEvent(bucket: string, event: UsageEvent): void;
  /** A message of a conversation, or a run of a workflow, which has none. */
  addMessage(bucket: string, user: UsageUser | undefined, conversationId?: string): void;
  result(): AppDetail;
};

/** Everything is exact here: rows and messages name their users, and most rows their model. */
export function foldNodeDetail(needs: DetailNeeds): NodeDetailFold {
  const users = new Map<string, UserSum>();
  const models = new Map<string, ModelUsage>();

  const sumOf = (bucket: string, user: UsageUser | undefined): UserSum => {
    const key = JSON.stringify([bucket, ...keyOf(user)]);
    const sum = users.get(key) ?? newUserSum(bucket, user);
    users.set(key, sum);
    sum.user = withSession(sum.user, user);
    return sum;
  };
  const addModel = (bucket: string, event: UsageEvent) => {
    const { provider, model, user } = event;
    const { currency } = event.cost;
    const key = JSON.stringify([bucket, ...keyOf(user), provider ?? 0, model ?? 0, currency]);
    const sum = models.get(key) ?? { ...NO_USAGE, bucket, user, provider, model, currency };
    models.set(key, {
      ...sum,
      user: withSession(sum.user, user),
      promptTokens: sum.promptTokens + event.promptTokens,
      completionTokens: sum.completionTokens + event.completionTokens,
      promptUnits: sum.promptUnits + event.promptUnits,
      completionUnits: sum.completionUnits + event.completionUnits,
      executions: sum.executions + (event.totalTokens > 0 ? 1 : 0),
    });
  };

  return {
    addEvent(bucket, event) {
      if (needs.models) addModel(bucket, event);
      if (!needs.users) return;
      const sum = sumOf(bucket, event.user);
      sum.promptTokens += event.promptTokens;
      sum.completionTokens += event.completionTokens;
    },
    addMessage(bucket, user, conversationId) {
      if (!needs.users) return;
      const sum = sumOf(bucket, user);
      sum.messages += 1;
      if (conversationId !== undefined) sum.conversationIds.add(conversationId);
    },
    result: () => ({
      users: inKeyOrder(users).map(({ conversationIds, ...sum }) => ({
        ...sum,
        conversations: conversationIds.size,
      })),
      models: inKeyOrder(models),
      notes: inKeyOrder(models).filter(hasNoModel).map(toNote),
    }),
  };
}

/** Changed in place: a busy app has one for each of its users and days. */
type UserSum = { -readonly [Key in keyof Omit<UserUsage, 'conversations'>]: UserUsage[Key] } & {
  readonly conversationIds: Set<string>;
};

function newUserSum(bucket: string, user: UsageUser | undefined): UserSum {
  return {
    bucket,
    user,
    promptTokens: 0,
    completionTokens: 0,
    allocatedTokens: 0,
    messages: 0,
    conversationIds: new Set(),
  };
}

const NO_USAGE = {
  promptTokens: 0,
  completionTokens: 0,
  promptUnits: 0n,
  completionUnits: 0n,
  executions: 0,
  certainty: 'exact',
} as const;

/** The session is a label: lists that do not tell it mean the same person. */
function keyOf(user: UsageUser | undefined): readonly [type: string, id: string] {
  return user === undefined ? ['', ''] : [user.type, user.id];
}

function withSession(user: UsageUser | undefined, other: UsageUser | undefined) {
  return user?.session === undefined ? other : user;
}

function inKeyOrder<Value>(sums: ReadonlyMap<string, Value>): Value[] {
  return [...sums].sort(([left], [right]) => (left < right ? -1 : 1)).map(([, sum]) => sum);
}

function hasNoModel({ provider, model }: ModelUsage): boolean {
  return provider === undefined || model === undefined;
}

/** Tools and retrievals that called a model, and agents that do not say which. */
function toNote(usage: ModelUsage): DetailNote {
  return {
    bucket: usage.bucket,
    cause: 'model_unknown',
    tokens: usage.promptTokens + usage.completionTokens,
    units: usage.promptUnits + usage.completionUnits,
  };
}

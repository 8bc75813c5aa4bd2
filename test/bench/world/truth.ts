import {
  type BenchApp,
  type BenchWorld,
  callsBefore,
  conversationOf,
  leavesOf,
  spanOf,
  userOf,
} from './bench-world.ts';
import { priceLeaf } from './leaf-price.ts';

/** What a right bill of the whole world says, each app by its place. */
export type Truth = { readonly apps: readonly AppTruth[] };

export type AppTruth = {
  readonly calls: number;
  readonly tokens: number;
  /** Of 0.0000001. */
  readonly units: number;
  /** By the user's number. */
  readonly users: ReadonlyMap<number, UserTruth>;
  /** By user and model. */
  readonly models: ReadonlyMap<string, ModelTruth>;
};

export type UserTruth = {
  promptTokens: number;
  completionTokens: number;
  messages: number;
  conversations: number;
};

export type ModelTruth = {
  promptTokens: number;
  completionTokens: number;
  units: number;
  executions: number;
};

/** Adds up every call that had started at an instant, in milliseconds. */
export function truthOf(world: BenchWorld, now: number): Truth {
  const span = spanOf(world);
  return {
    apps: world.apps.map((app) => appTruth(app, callsBefore(span, app, Math.floor(now / 1000)))),
  };
}

export function modelKey(user: number, model: string): string {
  return `${user} ${model}`;
}

function appTruth(app: BenchApp, calls: number): AppTruth {
  const users = new Map<number, UserTruth>();
  const models = new Map<string, ModelTruth>();
  const seen = new Set<number>();
  let tokens = 0;
  let units = 0;
  for (let call = 0; call < calls; call += 1) {
    const number = userOf(app, call);
    const user = users.get(number) ?? nobody();
    users.set(number, user);
    user.messages += 1;
    if (app.mode !== 'workflow') {
      const conversation = conversationOf(app, call);
      if (!seen.has(conversation)) user.conversations += 1;
      seen.add(conversation);
    }
    for (const leaf of leavesOf(app, call)) {
      const { promptUnits, completionUnits } = priceLeaf(leaf);
      const key = modelKey(number, leaf.model);
      const model = models.get(key) ?? nothing();
      models.set(key, model);
      model.promptTokens += leaf.promptTokens;
      model.completionTokens += leaf.completionTokens;
      model.units += promptUnits + completionUnits;
      model.executions += 1;
      user.promptTokens += leaf.promptTokens;
      user.completionTokens += leaf.completionTokens;
      tokens += leaf.promptTokens + leaf.completionTokens;
      units += promptUnits + completionUnits;
    }
  }
  return { calls, tokens, units, users, models };
}

function nobody(): UserTruth {
  return { promptTokens: 0, completionTokens: 0, messages: 0, conversations: 0 };
}

function nothing(): ModelTruth {
  return { promptTokens: 0, completionTokens: 0, units: 0, executions: 0 };
}

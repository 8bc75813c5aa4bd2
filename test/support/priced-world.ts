import { formatUnits, parseUnits } from '../../src/usage/money.ts';
import {
  gatherUnitPrices,
  priceTokens,
  type UnitPrices,
  type UnitRate,
} from '../../src/usage/unit-prices.ts';
import { type WorldBuilder, worldBuilder } from './fake-dify/builders.ts';
import { seededChance } from './seeded-chance.ts';

/** One app of one mode whose models have random prices, some of which changed or no node row names. */
export type PricedWorld = {
  readonly build: WorldBuilder;
  readonly unitPrices: UnitPrices;
  readonly mode: 'chat' | 'agent-chat' | 'completion';
  readonly minuteWindows: number;
  readonly aggregation: 'monthly' | 'daily';
  readonly withUsers: boolean;
};

type Model = {
  readonly name: string;
  /** One after the other: the second from noon on. */
  readonly prices: readonly Price[];
};
type Price = { readonly prompt: UnitRate; readonly completion: UnitRate };

const VERSIONS = ['1.4.3', '1.9.1', '1.12.1', '1.14.2'] as const;
const MODES = ['chat', 'agent-chat', 'completion'] as const;
const PROVIDER = 'langgenius/openai/openai';
const MORNING = Date.parse('2026-10-05T08:00:00Z');
const NOON = Date.parse('2026-10-05T12:00:00Z');
const HOUR_MS = 3_600_000;

/** The same for the same seed. */
export function pricedWorld(seed: number): PricedWorld {
  const chance = seededChance(seed);
  const below = (count: number) => Math.floor(chance() * count);
  const pick = <Value>(values: readonly [Value, ...Value[]]): Value =>
    values[below(values.length)] ?? values[0];

  const version = pick(VERSIONS);
  const mode = pick(MODES);
  const build = worldBuilder(version);
  const app = build.app(mode);
  // A cheap model makes nearly any price of unread generations, so that all prices are known there.
  const isEachPriced = mode === 'completion' || chance() < 0.5;
  const models = makeModels(chance, isEachPriced);
  const unitPrices = gatherUnitPrices();
  for (const { name, prices } of models) {
    for (const { prompt, completion } of prices) {
      if (isEachPriced || chance() < 0.7) {
        unitPrices.learn(PROVIDER, name, toTexts(prompt, completion));
      }
    }
  }

  const [present] = models;
  const savedAt = MORNING + chance() * 8 * HOUR_MS;
  if (app.modelConfig !== null) {
    Object.assign(app.modelConfig, {
      ...(present && { provider: PROVIDER, name: present.name }),
      updatedAtUs: savedAt * 1000,
    });
  }
  // A completion app has one configuration at a time, a conversation keeps that of its beginning.
  const saves = Array.from({ length: 3 }, () => ({
    at: MORNING + below(8 * 60) * 60_000,
    model: models[below(models.length)],
  })).sort((left, right) => left.at - right.at);
  const former = (at: number) =>
    mode === 'completion'
      ? (saves.findLast((save) => save.at <= at) ?? saves[0])?.model
      : models[below(models.length)];
  const minutes = 1 + below(12);
  const spread = pick([60_000, 600_000, 8 * HOUR_MS]);
  const users = 1 + below(4);
  const conversations = 1 + below(10);
  for (let count = 0; count < conversations; count += 1) {
    const user = `user-${below(users)}`;
    const origin = chance() < 0.85 ? 'service-api' : chance() < 0.5 ? 'explore' : 'debugger';
    const times = Array.from({ length: mode === 'completion' ? 1 : 1 + below(3) }, () => {
      const minute = MORNING + Math.floor((below(minutes) * spread) / minutes / 60_000) * 60_000;
      return minute + below(60) * 1000;
    }).sort((left, right) => left - right);
    const beganAt = times[0] ?? MORNING;
    const model = beganAt > savedAt ? present : former(beganAt);
    if (model === undefined) continue;
    const conversation = build.conversation(app, { user, origin, at: toIso(beganAt) });
    conversation.model = { provider: PROVIDER, name: model.name };
    // A hidden generation may take the place of a debugger's in the counts of its minute.
    if (mode !== 'completion' && chance() < 0.05) conversation.isDeleted = true;
    if (chance() < 0.1) conversation.readAtUs = conversation.createdAtUs;
    for (const at of times) {
      const calls = mode === 'agent-chat' ? 1 + below(6) : 1;
      const scale = isEachPriced ? pick([30, 300, 4000]) : pick([300, 4000]);
      const own = model.prices[at < NOON ? 0 : model.prices.length - 1] ?? model.prices[0];
      if (own === undefined) continue;
      let [promptTokens, completionTokens, units] = [0, 0, 0n];
      for (let call = 0; call < calls; call += 1) {
        const [prompt, completion] = [below(scale), below(scale)];
        promptTokens += prompt;
        completionTokens += completion;
        units += priceTokens(prompt, own.prompt) + priceTokens(completion, own.completion);
      }
      build.message(app, {
        conversation,
        at: toIso(at),
        promptTokens,
        completionTokens,
        price: formatUnits(units),
      });
    }
  }
  return {
    build,
    unitPrices,
    mode,
    minuteWindows: pick([0, 0, 1, 3, 2000]),
    aggregation: pick(['monthly', 'daily']),
    withUsers: chance() < 0.8,
  };
}

/**
 * Most are priced as price lists are. Where all prices are seen some are equal; nobody can tell a
 * model that is not seen from one of the same price.
 */
function makeModels(chance: () => number, mayBeEqual: boolean): Model[] {
  const below = (count: number) => Math.floor(chance() * count);
  const rate = (): UnitRate => ({ digits: BigInt(1 + below(300)), scale: below(3) });
  const price = (): Price => ({ prompt: rate(), completion: rate() });
  const models: Model[] = [];
  for (let count = 0; count < 2 + below(3); count += 1) {
    const [first] = models[0]?.prices ?? [];
    const step = BigInt(mayBeEqual ? below(2) : 1 + below(4));
    const near = first && {
      prompt: { ...first.prompt, digits: first.prompt.digits + step },
      completion: { ...first.completion, digits: first.completion.digits + BigInt(below(2)) },
    };
    const own = near !== undefined && chance() < 0.3 ? near : price();
    const prices = chance() < 0.2 ? [own, price()] : [own];
    models.push({ name: `model-${count}`, prices });
  }
  return models;
}

function toTexts(prompt: UnitRate, completion: UnitRate) {
  const text = ({ digits, scale }: UnitRate) => `${digits}e-${scale}`;
  return { prompt: text(prompt), completion: text(completion), priceUnit: '0.0000001' };
}

function toIso(at: number): string {
  return new Date(at).toISOString();
}

export type Spent = { readonly tokens: number; readonly units: bigint };

/** What each message of the world's ledger cost: by user and model. */
export function spentInTruth({ build }: PricedWorld) {
  const billsDebugger = build.version === '1.4.3';
  return build.world.messages
    .filter(({ invokeFrom }) => billsDebugger || invokeFrom !== 'debugger')
    .map((message) => ({
      user: message.fromEndUserId ?? message.fromAccountId ?? '',
      model: message.modelId ?? '',
      tokens: message.messageTokens + message.answerTokens,
      units: parseUnits(message.totalPrice),
    }));
}

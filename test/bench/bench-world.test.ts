import { describe, expect, it } from 'vitest';
import { priceCall } from '../support/fake-dify/model-prices.ts';
import {
  type BenchApp,
  callOf,
  callsBefore,
  conversationOf,
  conversationsIn,
  messagesIn,
  spanOf,
  startOf,
} from './world/bench-world.ts';
import { priceLeaf } from './world/leaf-price.ts';
import { truthOf } from './world/truth.ts';

const APP: BenchApp = {
  mode: 'chat',
  calls: 50,
  perConversation: 5,
  atOnce: 3,
  users: 4,
  models: ['gpt-4o', 'gpt-4o-mini'],
};
const SPAN = spanOf({ month: '2025-06' });

describe('a bench world', () => {
  it('spreads the calls over the month', () => {
    expect(SPAN).toEqual({ start: 1_748_736_000, end: 1_751_328_000 });
    expect([0, 1, 49].map((call) => startOf(SPAN, APP, call) - SPAN.start)).toEqual([
      0, 51_840, 2_540_160,
    ]);
  });

  it('tells how many calls came before an instant', () => {
    for (const call of [0, 1, 24, 49]) {
      const at = startOf(SPAN, APP, call);
      expect(callsBefore(SPAN, APP, at)).toBe(call);
      expect(callsBefore(SPAN, APP, at + 1)).toBe(call + 1);
    }
    expect(callsBefore(SPAN, APP, SPAN.end + 1)).toBe(50);
  });

  it('knows the place of every message in its conversation', () => {
    const conversations = Array.from({ length: 18 }, (_, call) => conversationOf(APP, call));
    expect(conversations).toEqual([0, 1, 2, 0, 1, 2, 0, 1, 2, 0, 1, 2, 0, 1, 2, 3, 4, 5]);
    expect([0, 1, 4].map((place) => callOf(APP, 4, place))).toEqual([16, 19, 28]);
    expect([0, 1, 2, 3].map((number) => messagesIn(APP, number, 8))).toEqual([3, 3, 2, 0]);
    expect([0, 1, 3, 15, 17].map((calls) => conversationsIn(APP, calls))).toEqual([0, 1, 3, 3, 5]);
  });

  it('prices calls as the fake Dify does', () => {
    for (const promptTokens of [1, 20, 333, 1000]) {
      const call = priceCall('gpt-4o-mini', promptTokens, 7);
      const leaf = priceLeaf({ model: 'gpt-4o-mini', promptTokens, completionTokens: 7 });
      expect([leaf.promptUnits / 1e7, leaf.completionUnits / 1e7]).toEqual([
        Number(call.promptPrice),
        Number(call.completionPrice),
      ]);
    }
  });

  it('adds up to the same in every direction', () => {
    const [app] = truthOf({ month: '2025-06', apps: [APP] }, Number.POSITIVE_INFINITY).apps;
    const users = [...(app?.users.values() ?? [])];
    const models = [...(app?.models.values() ?? [])];
    const sum = (values: readonly number[]) => values.reduce((left, right) => left + right, 0);
    expect(sum(users.map((user) => user.messages))).toBe(50);
    expect(sum(users.map((user) => user.conversations))).toBe(12);
    expect(sum(users.map((user) => user.promptTokens + user.completionTokens))).toBe(app?.tokens);
    expect(sum(models.map((model) => model.promptTokens + model.completionTokens))).toBe(
      app?.tokens,
    );
    expect(sum(models.map((model) => model.units))).toBe(app?.units);
  });
});

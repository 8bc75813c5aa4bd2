import { describe, expect, it } from 'vitest';
import { findErrors, type SentRows } from './run/find-errors.ts';
import { benchId } from './world/bench-ids.ts';
import type { BenchWorld } from './world/bench-world.ts';
import { truthOf } from './world/truth.ts';

const WORLD: BenchWorld = {
  month: '2025-06',
  apps: [{ mode: 'chat', calls: 4, perConversation: 2, atOnce: 1, users: 1, models: ['gpt-4o'] }],
};
const truth = truthOf(WORLD, Number.POSITIVE_INFINITY);
const KNOWN = { world: WORLD, truth, appIds: ['app-1'] };
const [APP] = truth.apps;
const PRICE = ((APP?.units ?? 0) / 1e7).toFixed(7);

const sent =
  (...rows: readonly Record<string, unknown>[]): SentRows =>
  () =>
    rows;

describe('a bill', () => {
  const right = { app_id: 'app-1', token_count: APP?.tokens, total_price: PRICE };

  it('is right to the last token and unit', () => {
    expect(findErrors('per_app', sent(right), KNOWN)).toEqual([]);
    expect(findErrors('workspace', sent(right), KNOWN)).toEqual([]);
  });

  it('is wrong by one token', () => {
    const wrong = { ...right, token_count: Number(APP?.tokens) - 1 };
    expect(findErrors('per_app', sent(wrong), KNOWN)).toHaveLength(1);
    expect(findErrors('workspace', sent(wrong), KNOWN)).toHaveLength(1);
  });

  it('is wrong without a record', () => {
    expect(findErrors('per_app', sent(), KNOWN)).toHaveLength(2);
  });

  it('names the user whose messages are miscounted', () => {
    const user = APP?.users.get(0);
    const row = {
      app_id: 'app-1',
      user_id: benchId('user', 0, 0),
      message_tokens: user?.promptTokens,
      answer_tokens: user?.completionTokens,
      total_tokens: APP?.tokens,
      message_count: 5,
      conversation_count: 2,
    };
    expect(findErrors('per_user', sent(row), KNOWN)).toEqual([
      'user 0 of app 0: messages 5, and the truth is 4',
    ]);
  });
});

import type { ModelUsage, UsageUser, UserUsage } from '../../src/usage/app-detail.ts';
import type { AppUsage } from '../../src/usage/app-usage.ts';
import type { PricedModelUsage } from '../../src/usage/price-models.ts';
import type { UsageEvent } from '../../src/usage/usage-event.ts';
import { app, appUsage } from './usage.ts';

export const OPENAI = 'langgenius/openai/openai';
export const DEEPSEEK = 'langgenius/deepseek/deepseek';

/** Valid values; a test names only the fields it is about. */
export function endUser(id = 'user-1', session?: string): UsageUser {
  return { type: 'end_user', id, session };
}

export function account(id = 'account-1', session?: string): UsageUser {
  return { type: 'account', id, session };
}

/** 10 + 5 tokens of gpt-4o. */
export function nodeEvent(overrides: Partial<UsageEvent> = {}): UsageEvent {
  return {
    id: 'node-1',
    startedAt: Date.parse('2026-10-05T10:00:00Z'),
    totalTokens: 15,
    promptTokens: 10,
    completionTokens: 5,
    cost: { currency: 'USD', units: 750n },
    promptUnits: 250n,
    completionUnits: 500n,
    provider: OPENAI,
    model: 'gpt-4o',
    unitPrice: undefined,
    user: endUser(),
    ...overrides,
  };
}

export function userUsage(overrides: Partial<UserUsage> = {}): UserUsage {
  return {
    bucket: '2026-10',
    user: endUser(),
    promptTokens: 10,
    completionTokens: 5,
    allocatedTokens: 0,
    messages: 1,
    conversations: 1,
    ...overrides,
  };
}

export function modelUsage(overrides: Partial<ModelUsage> = {}): ModelUsage {
  return {
    bucket: '2026-10',
    user: endUser(),
    provider: OPENAI,
    model: 'gpt-4o',
    currency: undefined,
    promptTokens: 10,
    completionTokens: 5,
    promptUnits: 250n,
    completionUnits: 500n,
    executions: 1,
    certainty: 'exact',
    ...overrides,
  };
}

export function pricedUsage(overrides: Partial<PricedModelUsage> = {}): PricedModelUsage {
  return { ...modelUsage(), currency: 'USD', ...overrides };
}

/** A chat app without usage. */
export function chatUsage(overrides: Partial<AppUsage> = {}): AppUsage {
  return appUsage({ app: app({ mode: 'chat' }), ...overrides });
}

import type { Bucket } from '../../src/period/period.ts';
import type { Amount } from '../../src/usage/amounts.ts';
import type { App } from '../../src/usage/app.ts';
import type { AppUsage } from '../../src/usage/app-usage.ts';
import type { CounterTraits } from '../../src/usage/explain-run.ts';
import type { Money } from '../../src/usage/money.ts';
import type { ListedRun, RunUsage, ToolCall } from '../../src/usage/run-usage.ts';
import type { UsageEvent } from '../../src/usage/usage-event.ts';
import type { AppTotals } from '../../src/usage/usage-report.ts';

export const OCTOBER: Bucket = {
  label: '2026-10',
  start: Date.parse('2026-10-01T00:00:00Z'),
  end: Date.parse('2026-11-01T00:00:00Z'),
};

export const NOVEMBER: Bucket = {
  label: '2026-11',
  start: Date.parse('2026-11-01T00:00:00Z'),
  end: Date.parse('2026-12-01T00:00:00Z'),
};

export function at(text: string): number {
  return Date.parse(text);
}

export function usd(units: bigint): Money {
  return { currency: 'USD', units };
}

/** Valid values; a test names only the fields it is about. */
export function app(overrides: Partial<App> = {}): App {
  return { id: 'app-1', name: 'Support', mode: 'workflow', model: undefined, ...overrides };
}

export function amount(overrides: Partial<Amount> = {}): Amount {
  return { bucket: '2026-10', currency: 'USD', tokens: 100, units: 2500n, ...overrides };
}

/** Totals of an output mode that shows neither users nor models. */
export function appTotals(overrides: Partial<AppTotals> = {}): AppTotals {
  return {
    app: app(),
    amounts: [amount()],
    users: [],
    models: [],
    certainty: { parts: [], users: [], notes: [] },
    ...overrides,
  };
}

export function usageEvent(overrides: Partial<UsageEvent> = {}): UsageEvent {
  return {
    id: 'node-1',
    startedAt: at('2026-10-05T10:00:00Z'),
    totalTokens: 15,
    promptTokens: 15,
    completionTokens: 0,
    cost: usd(750n),
    promptUnits: 750n,
    completionUnits: 0n,
    unitPrice: undefined,
    user: undefined,
    provider: 'langgenius/openai/openai',
    model: 'gpt-4o',
    ...overrides,
  };
}

export function listedRun(overrides: Partial<ListedRun> = {}): ListedRun {
  return {
    id: 'run-1',
    startedAt: at('2026-10-05T10:00:00Z'),
    status: 'succeeded',
    countedTokens: 15,
    inStatistics: true,
    creatorId: 'user-1',
    mayBeDebugChild: false,
    ...overrides,
  };
}

/** A run of one event of 15 tokens, counted as such by Dify. */
export function runUsage(overrides: Partial<RunUsage> = {}): RunUsage {
  return {
    ...listedRun(),
    events: [usageEvent()],
    toolCalls: [],
    containerTokens: 0,
    hasFailedContainer: false,
    hasFailedNode: false,
    unpricedTokens: 0,
    hidesModels: false,
    ...overrides,
  };
}

/** A tool row of a parent run that lasted from 10:00:00 to 10:00:02. */
export function toolCall(overrides: Partial<ToolCall> = {}): ToolCall {
  return {
    runId: 'parent',
    runStartedAt: at('2026-10-05T10:00:00Z'),
    creatorId: 'user-1',
    startedAt: at('2026-10-05T10:00:00Z'),
    finishedAt: at('2026-10-05T10:00:02Z'),
    totalTokens: 30,
    hasFailed: false,
    ...overrides,
  };
}

export function appUsage(overrides: Partial<AppUsage> = {}): AppUsage {
  return {
    app: app(),
    amounts: [],
    ledger: [],
    runCounts: [],
    differences: [],
    residuals: [],
    toolCalls: [],
    maybeDebug: { runs: 0, tokens: 0 },
    unfinishedRuns: 0,
    ...overrides,
  };
}

/** A version without any of the known quirks, or with those that are named. */
export function counterTraits(overrides: Partial<CounterTraits> = {}): CounterTraits {
  return {
    totalsMayBeZero: false,
    containersMayCountTwice: false,
    toolRowsCounted: false,
    failedCallsCounted: false,
    iterationsMayGrow: false,
    ...overrides,
  };
}

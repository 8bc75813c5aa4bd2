import type { BenchApp, BenchWorld } from './bench-world.ts';

/** A month that is over, whenever the bench runs. */
const CLOSED_MONTH = '2025-06';

const MODELS = ['gpt-4o', 'gpt-4o-mini'] as const;

/**
 * Every kind of app, `size` calls each but for the generations, which cost a request a minute. The
 * second chat app has a model that no node names, so that minutes have to tell its price.
 */
export function mixedWorld(size: number): BenchWorld {
  const known = { models: ['gpt-4o'] } as const;
  return {
    month: CLOSED_MONTH,
    apps: [
      { ...workflowApp(size), ...known },
      { ...chatApp(size), ...known, mode: 'advanced-chat' },
      { ...chatApp(size), ...known },
      { ...chatApp(size), atOnce: 1 },
      completionApp(Math.ceil(size / 20)),
    ],
  };
}

/** Nothing but runs: as many node requests, all of them independent. */
export function runWorld(runs: number): BenchWorld {
  return { month: CLOSED_MONTH, apps: [workflowApp(runs)] };
}

/**
 * Messages in conversations of 100, and a few runs whose nodes tell what the models cost: as cheap
 * in requests as the most messages can be.
 */
export function messageWorld(messages: number): BenchWorld {
  const apps = 4;
  const each = { ...chatApp(messages / apps), perConversation: 100, users: 200 };
  return {
    month: CLOSED_MONTH,
    apps: [workflowApp(20), ...Array.from({ length: apps }, () => each)],
  };
}

function workflowApp(calls: number): BenchApp {
  return { mode: 'workflow', calls, perConversation: 1, atOnce: 1, users: 50, models: MODELS };
}

function chatApp(calls: number): BenchApp {
  return { mode: 'chat', calls, perConversation: 10, atOnce: 4, users: 50, models: MODELS };
}

function completionApp(calls: number): BenchApp {
  return { ...chatApp(calls), mode: 'completion', perConversation: 1, atOnce: 1 };
}

export const SCENARIOS = {
  small: { size: 200, now: undefined, later: undefined },
  large: { size: 5000, now: undefined, later: undefined },
  /** The month goes on; the second run comes an hour after the first. */
  'month-to-date': { size: 1500, now: '2025-06-20T12:07:13Z', later: '2025-06-20T13:07:13Z' },
} as const;

export type ScenarioName = keyof typeof SCENARIOS;

import { variables } from '../../../src/config/variables.ts';
import type { OutputMode } from '../../../src/payload/payload.ts';
import { detailNeeds } from '../../../src/payload/shown-records.ts';
import {
  listAppRequests,
  listSessionRequests,
  type RequestRules,
  type RequestTerm,
  sumRequests,
} from '../../../src/plan/app-requests.ts';
import type { BenchApp } from '../world/bench-world.ts';

/** What decides how many requests an app costs at least. */
export type AppSize = {
  readonly mode: BenchApp['mode'];
  /** Messages, generations or runs of the period. */
  readonly calls: number;
  readonly conversations: number;
  /** Pages of 100, of all conversations together. */
  readonly messagePages: number;
  /** Statistics requests that tell every bucket: 1 where the account's zone is the report's. */
  readonly windows: number;
  /** Minute windows that tell users, and users on models. */
  readonly userMinutes: number;
  readonly modelMinutes: number;
};

export type FloorPart = {
  readonly what: string;
  readonly formula: string;
  readonly requests: number;
};

/**
 * The fewest requests that a first export of a period can do with. Every list is read once, every
 * run's nodes once, every conversation's messages once; nothing is proven by a second look.
 */
export function floorOf(mode: OutputMode, apps: readonly AppSize[]): FloorPart[] {
  const needs = detailNeeds({ format: { kind: 'external-api' }, mode });
  const minuteBudget = Number(variables.minuteWindows.default);
  const rules = { needs, minuteBudget, lists: 'once' } as const;
  const session = { apps: apps.length, hasPassword: true, asksForAgents: false };
  return [
    toPart('session', listSessionRequests(session, rules)),
    ...apps.map((app) => toPart(app.mode, listAppRequests(toSize(app, rules), rules))),
  ];
}

function toPart(what: string, terms: readonly RequestTerm[]): FloorPart {
  const formula = terms.map((term) => term.formula).join(' + ');
  return { what, formula, requests: sumRequests(terms) };
}

/** The bench's Dify lists production runs, keeps every message, and has no debugger. */
function toSize({ calls, windows, ...app }: AppSize, { needs }: RequestRules) {
  const userMinutes = app.mode === 'completion' ? app.userMinutes : 0;
  return {
    ...app,
    isUsed: true,
    logged: calls,
    listedRuns: app.mode === 'advanced-chat' ? calls : undefined,
    runs: calls,
    hasMessagesWithoutRun: false,
    windows,
    countWindows: windows,
    minuteWindows: needs.models ? app.modelMinutes : userMinutes,
  };
}

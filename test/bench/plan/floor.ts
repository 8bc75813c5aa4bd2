import type { OutputMode } from '../../../src/payload/payload.ts';
import { SHOWN_RECORDS } from '../../../src/payload/shown-records.ts';
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

/** The most minute windows that one app may cost. */
const MINUTE_BUDGET = 2000;

/**
 * The fewest requests that a first export of a period can do with. Every list is read once, every
 * run's nodes once, every conversation's messages once; nothing is proven by a second look.
 */
export function floorOf(mode: OutputMode, apps: readonly AppSize[]): FloorPart[] {
  const shown = SHOWN_RECORDS[mode];
  const needs = {
    users: shown.includes('user') || shown.includes('model'),
    models: shown.includes('model'),
    messages: shown.includes('user'),
  };
  return [
    {
      what: 'session',
      formula: 'version, login, workspace, zone, ⌈A/100⌉ apps, workspace and zone again',
      requests: 4 + pages(apps.length) + 2,
    },
    ...apps.flatMap((app) => FLOORS[app.mode](app, needs)),
  ];
}

export function sumOfParts(parts: readonly FloorPart[]): number {
  return parts.reduce((sum, { requests }) => sum + requests, 0);
}

type Needs = { readonly users: boolean; readonly models: boolean; readonly messages: boolean };

const FLOORS: Readonly<Record<BenchApp['mode'], (app: AppSize, needs: Needs) => FloorPart[]>> = {
  workflow: ({ calls, windows }) => [
    {
      what: 'workflow',
      formula: '⌈L/100⌉ + R + 2·W',
      requests: pages(calls) + calls + 2 * windows,
    },
  ],
  'advanced-chat': ({ calls, windows, conversations, messagePages }, { messages }) =>
    messages
      ? [
          {
            what: 'advanced-chat',
            formula: '⌈R/100⌉ + R + 2·W + ⌈C/100⌉ + Σ⌈mᵢ/100⌉',
            requests: pages(calls) + calls + 2 * windows + pages(conversations) + messagePages,
          },
        ]
      : [
          {
            what: 'advanced-chat',
            formula: '⌈R/100⌉ + R + 3·W',
            requests: pages(calls) + calls + 3 * windows,
          },
        ],
  chat: ({ windows, conversations, messagePages, modelMinutes }, { users, models }) =>
    users
      ? [
          {
            what: 'chat',
            formula: `W + ⌈C/100⌉ + Σ⌈mᵢ/100⌉${models ? ' + min(minutes, budget)' : ''}`,
            requests:
              windows +
              pages(conversations) +
              messagePages +
              (models ? Math.min(modelMinutes, MINUTE_BUDGET) : 0),
          },
        ]
      : [{ what: 'chat', formula: 'W', requests: windows }],
  completion: ({ windows, calls, userMinutes, modelMinutes }, { users, models }) =>
    users
      ? [
          {
            what: 'completion',
            formula: '2·W + ⌈C/100⌉ + min(minutes, budget)',
            requests:
              2 * windows +
              pages(calls) +
              Math.min(models ? modelMinutes : userMinutes, MINUTE_BUDGET),
          },
        ]
      : [{ what: 'completion', formula: 'W', requests: windows }],
};

function pages(rows: number): number {
  return Math.ceil(rows / 100);
}

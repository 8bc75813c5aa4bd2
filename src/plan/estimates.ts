import type { Period } from '../period/period.ts';
import type { DetailNeeds } from '../usage/app-detail.ts';

/** What a number may be at least and at most, and most likely is. */
export type Estimate = {
  readonly least: number;
  readonly expected: number;
  readonly most: number;
};

/** The same of all three. */
export function estimate(of: (which: keyof Estimate) => number): Estimate {
  return { least: of('least'), expected: of('expected'), most: of('most') };
}

const PAGE = 100;

/** Pages of messages: one for each conversation, more where one of them is long. */
export function estimateMessagePages(conversations: number, messages: number): Estimate {
  if (conversations === 0) return estimate(() => 0);
  const pages = Math.ceil(Math.max(messages, 1) / conversations / PAGE);
  return {
    least: conversations,
    expected: conversations * pages,
    most: conversations + Math.floor(messages / PAGE),
  };
}

export type MinuteTraffic = {
  readonly mode: string;
  readonly needs: DetailNeeds;
  readonly period: Pick<Period, 'start' | 'end'>;
  /** Those that no earlier run has read. */
  readonly messages: number;
  /** With such messages; a generation is one of its own. */
  readonly conversations: number;
};

const MINUTE_MS = 60_000;

/**
 * Requests for one-minute windows, which no total tells (usage-data G.6).
 *
 * At least none: where one person on one model had it all, or known prices explain the sum. At most
 * two (price and number) for every minute with traffic, where debugger messages may be among them.
 * Most likely one for every second conversation, whose messages follow each other in one stretch.
 */
export function estimateMinuteWindows(traffic: MinuteTraffic): Estimate {
  const { mode, needs, period, messages, conversations } = traffic;
  const minutes = Math.min(messages, Math.ceil((period.end - period.start) / MINUTE_MS));
  const isAsked = needs.models || (needs.users && mode === 'completion');
  return {
    least: 0,
    expected: isAsked ? Math.round(Math.min(minutes, conversations) / 2) : 0,
    most: 2 * minutes,
  };
}

import type { CounterTraits } from '../usage/explain-run.ts';

/** Dify's `X-Version`, read leniently: forks append suffixes (auth-and-apps §8). */
export type DifyVersion = {
  readonly text: string;
  readonly numbers: readonly [major: number, minor: number, patch: number];
};

/** What a version does differently, as far as it matters to a reader of usage. */
export type DifyTraits = {
  /** 1.11.2: the password travels as base64 of its UTF-8 bytes. */
  readonly base64Password: boolean;
  /** 1.9.2 to 1.10.1 demand a CSRF token of the admin API key, which has none. */
  readonly refusesAdminKey: boolean;
  /** 1.9.0: debugger messages are left out of the statistics. */
  readonly statisticsLeaveOutDebugger: boolean;
  /** 1.9.2: `workflow-runs?triggered_from=app-run` lists production runs; before, only debugger runs. */
  readonly listsAppRuns: boolean;
  /** 1.0.1: `workflow-app-logs` filters by time. */
  readonly filtersLogsByTime: boolean;
  /** 1.9.1 to 1.10.1: the child of a debugger run is filed as `app-run`. */
  readonly debugChildrenLookLikeProduction: boolean;
  /** Later than 1.14.2: apps of mode `agent` are listed only when asked for. */
  readonly hidesAgentApps: boolean;
  readonly counters: CounterTraits;
};

export const OLDEST_KNOWN = '0.15.3';
export const NEWEST_KNOWN = '1.14.2';
/** The first version that is newer than any that was measured. */
const FIRST_UNKNOWN = '1.14.3';

export function parseDifyVersion(text: string): DifyVersion | undefined {
  const match = /^v?(\d{1,4})\.(\d{1,4})(?:\.(\d{1,4}))?/.exec(text.trim());
  if (match === null) return undefined;

  const [, major = '0', minor = '0', patch = '0'] = match;
  return { text: text.trim().slice(0, 40), numbers: [Number(major), Number(minor), Number(patch)] };
}

export function isNewerThanKnown(version: DifyVersion): boolean {
  return isAtLeast(version, FIRST_UNKNOWN);
}

export function isOlderThanKnown(version: DifyVersion): boolean {
  return !isAtLeast(version, OLDEST_KNOWN);
}

export function traitsOf(version: DifyVersion): DifyTraits {
  const from = (text: string) => isAtLeast(version, text);
  return {
    base64Password: from('1.11.2'),
    refusesAdminKey: from('1.9.2') && !from('1.11.0'),
    statisticsLeaveOutDebugger: from('1.9.0'),
    listsAppRuns: from('1.9.2'),
    filtersLogsByTime: from('1.0.1'),
    debugChildrenLookLikeProduction: from('1.9.1') && !from('1.11.0'),
    hidesAgentApps: isNewerThanKnown(version),
    counters: {
      totalsMayBeZero: from('1.9.0'),
      containersMayCountTwice: from('1.9.2'),
      toolRowsCounted: from('1.9.2'),
      failedCallsCounted: from('1.9.2'),
      iterationsMayGrow: !from('1.0.0'),
    },
  };
}

function isAtLeast({ numbers }: DifyVersion, text: string): boolean {
  const wanted = text.split('.').map(Number);
  for (const [index, number] of numbers.entries()) {
    const other = wanted[index] ?? 0;
    if (number !== other) return number > other;
  }
  return true;
}

import type { AppSizes } from './app-sizes.ts';
import { type Estimate, estimate } from './estimates.ts';

/** What of an app is expected to be read, as people count it. */
export type AppExpectation = {
  /** Whose nodes are read: without those that an earlier run has read. */
  readonly runs: number;
  /** Of the period, read before or not; undefined where it does not matter and was not asked. */
  readonly messages: number | undefined;
  /** That the export lists, or the generations of a completion app. */
  readonly conversations: number;
  /** Requests for one-minute statistics windows. */
  readonly windows: Estimate;
};

export function expectationOf(sizes: AppSizes, minuteBudget: number): AppExpectation {
  const { mode, runs, logged, conversations } = sizes.expected;
  return {
    runs,
    messages: sizes.messages,
    conversations: mode === 'completion' ? logged : conversations,
    windows: estimate((which) => Math.min(sizes[which].minuteWindows, minuteBudget)),
  };
}

import type { Instant } from '../period/period.ts';
import type { UsageUser } from './app-detail.ts';
import type { UsageEvent } from './usage-event.ts';

/** A run as a list shows it, before its nodes are read. */
export type ListedRun = {
  readonly id: string;
  readonly startedAt: Instant;
  /** The start is that of its message, which may differ by minutes. */
  readonly isStartGuessed?: boolean | undefined;
  readonly status: string | undefined;
  /** Dify's own total, wrong in several versions; undefined when no list tells it. */
  readonly countedTokens: number | undefined;
  /** False for webhook, schedule and plugin runs, which no statistics endpoint counts. */
  readonly inStatistics: boolean;
  /** Id of the end user or account that started it, where the list tells. */
  readonly creatorId: string | undefined;
  /** The same person as the list shows them; once the nodes are read, as their rows do. */
  readonly user?: UsageUser | undefined;
  /** Of the workflow, as it was published; where the list tells. */
  readonly version?: string | undefined;
  /** A service-API run in an account's name: up to 1.10.1 also the child of a debugger run. */
  readonly mayBeDebugChild: boolean;
};

/** One run with what its node rows say was spent. */
export type RunUsage = ListedRun & {
  readonly events: readonly UsageEvent[];
  /** Σ over iteration and loop rows, which repeat their inner rows. */
  readonly containerTokens: number;
  readonly hasFailedContainer: boolean;
  readonly hasFailedNode: boolean;
  readonly toolCalls: readonly ToolCall[];
  /** Part of the events: tokens whose row names no price. */
  readonly unpricedTokens: number;
  /** A row that spent something names no model, and the run's graph was not asked for it. */
  readonly hidesModels: boolean;
};

/** A workflow-as-tool row: its usage is that of the child app's own run. */
export type ToolCall = {
  readonly runId: string;
  readonly runStartedAt: Instant;
  readonly creatorId: string | undefined;
  readonly startedAt: Instant;
  readonly finishedAt: Instant | undefined;
  /** The child's total from 1.9.2 on; undefined before. */
  readonly totalTokens: number | undefined;
  readonly hasFailed: boolean;
};

export function sumTokens(events: Iterable<{ readonly totalTokens: number | undefined }>): number {
  let sum = 0;
  for (const { totalTokens } of events) sum += totalTokens ?? 0;
  return sum;
}

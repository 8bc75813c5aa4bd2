import { type RunUsage, sumTokens } from './run-usage.ts';

/** How a Dify version counts a run's total, as far as it strays from the leaf rows (usage-data 0.3). */
export type CounterTraits = {
  /** 1.9.0 on: runs made by 1.9.0 and 1.9.1 have total 0 for ever. */
  readonly totalsMayBeZero: boolean;
  /** 1.9.2 on: runs made by 1.9.2–1.10.0 count what is inside a container twice. */
  readonly containersMayCountTwice: boolean;
  /** 1.9.2 on: a workflow-as-tool row's total is the child's, and part of the parent's. */
  readonly toolRowsCounted: boolean;
  /** 1.9.2 on: a failed call whose usage was known is in the total but not in its row. */
  readonly failedCallsCounted: boolean;
  /** 0.15.x: parallel iterations may grow without bound. */
  readonly iterationsMayGrow: boolean;
};

/** Why one of Dify's own counters differs from the leaf rows that are billed. */
export type CounterCause =
  | 'zero_totals'
  | 'containers_counted_twice'
  | 'workflow_tools'
  | 'stopped_runs'
  | 'failed_calls'
  | 'failed_containers'
  | 'parallel_iterations'
  | 'runs_in_progress'
  /** Deleted in Dify after it was read, and billed all the same. */
  | 'deleted_since'
  /** Dify tells more or less of the past than it did. */
  | 'changed_since'
  | 'unexplained';

/** `tokens` is Dify's figure minus ours. */
export type CounterDifference = { readonly cause: CounterCause; readonly tokens: number };

const UNFINISHED: ReadonlySet<string> = new Set(['running', 'stopped', 'paused']);

/** Splits the difference between Dify's total of a run and its leaf rows into known causes. */
export function explainRun(run: RunUsage, traits: CounterTraits): CounterDifference[] {
  if (run.countedTokens === undefined) return [];

  const difference = run.countedTokens - sumTokens(run.events);
  if (difference === 0) return [];

  const tools = traits.toolRowsCounted ? sumTokens(run.toolCalls) : 0;
  if (difference === tools) return [{ cause: 'workflow_tools', tokens: tools }];
  if (traits.containersMayCountTwice && difference === tools + run.containerTokens) {
    return [
      { cause: 'containers_counted_twice', tokens: run.containerTokens },
      ...(tools === 0 ? [] : [{ cause: 'workflow_tools', tokens: tools } as const]),
    ];
  }
  return [{ cause: causeOf(difference, run, traits), tokens: difference }];
}

function causeOf(difference: number, run: RunUsage, traits: CounterTraits): CounterCause {
  if (difference < 0) {
    if (run.status !== undefined && UNFINISHED.has(run.status)) return 'stopped_runs';
    if (traits.totalsMayBeZero && run.countedTokens === 0) return 'zero_totals';
    if (run.hasFailedContainer) return 'failed_containers';
    return 'unexplained';
  }
  if (traits.iterationsMayGrow && run.containerTokens > 0) return 'parallel_iterations';
  if (traits.failedCallsCounted && run.hasFailedNode) return 'failed_calls';
  return 'unexplained';
}

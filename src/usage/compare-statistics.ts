import type { AppUsage } from './app-usage.ts';
import { expectedTokens, NO_RUNS, type RunCount } from './count-runs.ts';
import type { CounterTraits } from './explain-run.ts';
import type { Difference, Residual } from './findings.ts';

/** `workflow/statistics/*` of one bucket: run totals as Dify counted them, and the number of runs. */
export type RunStatistics = {
  readonly bucket: string;
  readonly tokens: number;
  readonly runs: number;
};

/** Where the runs were listed, which decides what a run that is missing there means. */
export type RunSource = 'run_list' | 'app_logs' | 'messages';

export type Comparison = {
  readonly differences: readonly Difference[];
  readonly residuals: readonly Residual[];
};

/**
 * Compares what was read run by run with Dify's workflow statistics (identities F3–F5).
 *
 * Runs that only the statistics know are a residual: their tokens are known where
 * Dify counted them. Everything else that does not add up is `unexplained`, except
 * in a bucket where work was still going on.
 */
export function compareStatistics(
  usage: AppUsage,
  statistics: readonly RunStatistics[],
  source: RunSource,
  traits: CounterTraits,
): Comparison {
  const differences: Difference[] = [];
  const residuals: Residual[] = [];

  const labels = new Set([...statistics, ...usage.runCounts].map(({ bucket }) => bucket));
  for (const bucket of labels) {
    const theirs = statistics.find((row) => row.bucket === bucket) ?? { tokens: 0, runs: 0 };
    const ours = usage.runCounts.find((row) => row.bucket === bucket) ?? NO_RUNS;
    const finding = { appId: usage.app.id, bucket };
    const runs = theirs.runs - ours.runs;
    const tokens = theirs.tokens - expectedTokens(ours);

    if (runs === 0 && tokens === 0) continue;
    if (runs > 0 && source !== 'run_list') {
      residuals.push({
        ...finding,
        cause: source === 'messages' ? 'deleted_conversations' : 'runs_without_log',
        tokens: countsAreUseless(ours, theirs.tokens, traits) ? undefined : Math.max(tokens, 0),
        runs,
      });
      continue;
    }
    // Messages name their runs after log cleanup, too, and the runs are known from before.
    const isDeleted = runs < 0 && source === 'messages';
    const cause = isDeleted ? 'deleted_since' : causeOf(ours, theirs.tokens, runs, tokens, traits);
    differences.push({ ...finding, cause, tokens, runs: Math.abs(runs) });
  }
  return { differences, residuals };
}

/** 1.9.0 and 1.9.1 count 0 for every run, so that the statistics do not know what is missing. */
function countsAreUseless(
  ours: Omit<RunCount, 'bucket'>,
  theirs: number,
  { totalsMayBeZero }: CounterTraits,
): boolean {
  return totalsMayBeZero && theirs === 0 && (ours.countedTokens ?? 0) === 0;
}

function causeOf(
  ours: Omit<RunCount, 'bucket'>,
  theirTokens: number,
  runs: number,
  tokens: number,
  traits: CounterTraits,
): Difference['cause'] {
  if (ours.unfinished > 0) return 'runs_in_progress';
  if (runs !== 0 || ours.countedTokens !== undefined) return 'unexplained';
  if (traits.totalsMayBeZero && theirTokens === 0) return 'zero_totals';
  if (traits.iterationsMayGrow && tokens > 0) return 'parallel_iterations';
  return 'unexplained';
}

import { findBucket } from '../period/buckets.ts';
import type { Bucket, Instant } from '../period/period.ts';
import type { Residual } from './findings.ts';
import type { ListedRun, ToolCall } from './run-usage.ts';

/** The runs of the exported workflow apps, as far as they may be somebody's child. */
export type ChildRuns = {
  add(run: ListedRun): void;
  /** Takes the run that a tool call started; false when it is not among the exported ones. */
  take(call: ToolCall): boolean;
};

/**
 * Remembers workflow runs by creator and second: a child run is started by the
 * creator of its parent while the tool row lasts. Dify names the workflow tool but
 * not the child app or run, so time, creator and total must do.
 */
export function rememberChildRuns(): ChildRuns {
  const runs = new Map<string, ListedRun[]>();
  const keyOf = (creatorId: string | undefined, second: number) =>
    JSON.stringify([creatorId ?? null, second]);

  return {
    add(run) {
      const key = keyOf(run.creatorId, secondOf(run.startedAt));
      const known = runs.get(key);
      if (known === undefined) runs.set(key, [run]);
      else known.push(run);
    },
    take(call) {
      const first = secondOf(call.startedAt) - 1;
      const last = secondOf(call.finishedAt ?? call.startedAt) + 1;
      const candidates: { readonly list: ListedRun[]; readonly run: ListedRun }[] = [];
      for (let second = first; second <= last; second += 1) {
        for (const creatorId of new Set([call.creatorId, undefined])) {
          const list = runs.get(keyOf(creatorId, second)) ?? [];
          for (const run of list) if (run.id !== call.runId) candidates.push({ list, run });
        }
      }
      const match =
        candidates.find(({ run }) => run.countedTokens === call.totalTokens) ?? candidates[0];
      if (match === undefined) return false;
      match.list.splice(match.list.indexOf(match.run), 1);
      return true;
    },
  };
}

/** The tool calls whose child run is billed nowhere, as residuals of the parent app. */
export function findLostChildren(
  appId: string,
  calls: readonly ToolCall[],
  children: ChildRuns,
  buckets: readonly Bucket[],
): Residual[] {
  const residuals: Residual[] = [];
  for (const call of calls) {
    if (children.take(call)) continue;
    if (call.hasFailed && (call.totalTokens ?? 0) === 0) continue; // it never started a run

    const bucket = findBucket(buckets, call.runStartedAt);
    if (bucket === undefined) continue;
    residuals.push({
      appId,
      bucket: bucket.label,
      cause: 'child_app_not_exported',
      tokens: call.totalTokens,
      runs: 1,
    });
  }
  return residuals;
}

function secondOf(instant: Instant): number {
  return Math.floor(instant / 1000);
}

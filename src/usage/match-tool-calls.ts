import { findBucket } from '../period/buckets.ts';
import type { Bucket, Instant } from '../period/period.ts';
import type { Residual } from './findings.ts';
import type { ListedRun, ToolCall } from './run-usage.ts';

/** The runs of the exported workflow apps, as far as they may be somebody's child. */
export type ChildRuns = {
  add(run: ListedRun): void;
  /** Takes the run that a tool call started; false when it is not among the exported ones. */
  take(call: ToolCall, match: ChildMatch): boolean;
};

/** Whether the run's total must be that of the tool row, or time and creator suffice. */
export type ChildMatch = 'same_total' | 'any_total';

export type AppToolCall = { readonly appId: string; readonly call: ToolCall };

/** A tool row that claims to have lasted longer is not believed. */
const LONGEST_CALL_SECONDS = 24 * 60 * 60;

/**
 * Remembers workflow runs by creator and second: a child run is started by the
 * creator of its parent while the tool row lasts. Dify names the workflow tool but
 * not the child app or run, so time, creator and total must do.
 */
export function rememberChildRuns(): ChildRuns {
  const runs = new Map<string, ListedRun[]>();
  const keyOf = (creatorId: string | undefined, second: number) =>
    JSON.stringify([creatorId ?? null, second]);

  const listCandidates = (call: ToolCall): Candidate[] => {
    const first = secondOf(call.startedAt) - 1;
    const last = secondOf(call.finishedAt ?? call.startedAt) + 1;
    const candidates: Candidate[] = [];
    for (let second = first; second <= Math.min(last, first + LONGEST_CALL_SECONDS); second += 1) {
      for (const creatorId of new Set([call.creatorId, undefined])) {
        const list = runs.get(keyOf(creatorId, second)) ?? [];
        for (const run of list) if (run.id !== call.runId) candidates.push({ list, run });
      }
    }
    return candidates.sort(byStart);
  };

  return {
    add(run) {
      const key = keyOf(run.creatorId, secondOf(run.startedAt));
      const known = runs.get(key);
      if (known === undefined) runs.set(key, [run]);
      else known.push(run);
    },
    take(call, match) {
      const found = listCandidates(call).find(
        ({ run }) => match === 'any_total' || run.countedTokens === call.totalTokens,
      );
      if (found === undefined) return false;
      found.list.splice(found.list.indexOf(found.run), 1);
      return true;
    },
  };
}

/**
 * The tool calls of all apps whose child run is billed nowhere, as residuals of the parent app.
 *
 * A call takes the run with its own total before any call takes one by time alone, and those
 * that ended first choose first, so that no call is left without its run for want of order.
 */
export function findLostChildren(
  calls: readonly AppToolCall[],
  children: ChildRuns,
  buckets: readonly Bucket[],
): Residual[] {
  const unmatched = calls
    .toSorted(byClaim)
    .filter(({ call }) => !children.take(call, 'same_total'))
    .filter(({ call }) => !children.take(call, 'any_total'));

  const residuals: Residual[] = [];
  for (const { appId, call } of unmatched) {
    if (call.hasFailed && (call.totalTokens ?? 0) === 0) continue; // it never started a run

    const bucket = findBucket(buckets, call.runStartedAt);
    // A child that started outside of the period is billed by the export of its own.
    if (bucket === undefined || findBucket(buckets, call.startedAt) === undefined) continue;
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

type Candidate = { readonly list: ListedRun[]; readonly run: ListedRun };

function byStart({ run: left }: Candidate, { run: right }: Candidate): number {
  return left.startedAt - right.startedAt || compareText(left.id, right.id);
}

function byClaim({ call: left }: AppToolCall, { call: right }: AppToolCall): number {
  return (
    Number(left.hasFailed) - Number(right.hasFailed) || // a failed call may have started no run
    endOf(left) - endOf(right) ||
    left.startedAt - right.startedAt ||
    (left.totalTokens ?? -1) - (right.totalTokens ?? -1) ||
    compareText(left.runId, right.runId)
  );
}

function endOf({ startedAt, finishedAt }: ToolCall): Instant {
  return finishedAt ?? startedAt;
}

function compareText(left: string, right: string): number {
  if (left === right) return 0;
  return left < right ? -1 : 1;
}

function secondOf(instant: Instant): number {
  return Math.floor(instant / 1000);
}

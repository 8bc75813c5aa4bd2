import type { CounterCause } from './explain-run.ts';

/** Usage that Dify no longer or not yet shows, and so is not in the bill. */
export type ResidualCause =
  | 'deleted_conversations'
  | 'runs_cleaned_up'
  | 'runs_without_log'
  | 'messages_unreadable'
  | 'child_app_not_exported'
  | 'price_unknown';

/** `tokens` is undefined where Dify does not say how many. */
export type Residual = {
  readonly appId: string;
  readonly bucket: string;
  readonly cause: ResidualCause;
  readonly tokens: number | undefined;
  readonly runs: number;
};

/** A difference between Dify's own counters and the bill; `tokens` is Dify's figure minus ours. */
export type Difference = {
  readonly appId: string;
  readonly bucket: string;
  readonly cause: CounterCause;
  readonly tokens: number;
  readonly runs: number;
};

/** Sums findings of equal app, bucket and cause; an unknown amount makes the sum unknown. */
export function mergeFindings<Finding extends Residual | Difference>(
  findings: Iterable<Finding>,
): Finding[] {
  const merged = new Map<string, Finding>();
  for (const finding of findings) {
    const key = JSON.stringify([finding.appId, finding.bucket, finding.cause]);
    const sum = merged.get(key);
    merged.set(key, sum === undefined ? finding : addFinding(sum, finding));
  }
  return [...merged].sort(([left], [right]) => (left < right ? -1 : 1)).map(([, sum]) => sum);
}

function addFinding<Finding extends Residual | Difference>(left: Finding, right: Finding): Finding {
  const tokens =
    left.tokens === undefined || right.tokens === undefined
      ? undefined
      : left.tokens + right.tokens;
  return { ...left, tokens, runs: left.runs + right.runs };
}

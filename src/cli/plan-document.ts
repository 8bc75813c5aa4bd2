import type { ExportPlan, PlanResult } from '../commands/plan-export.ts';
import type { ExitCode } from '../exit-code.ts';
import type { Say } from '../language/say.ts';
import type { OutputMode } from '../payload/payload.ts';
import { type Estimate, estimate } from '../plan/estimates.ts';
import type { AppPlan } from '../plan/plan-workspace.ts';
import { toErrorDocument } from './error-document.ts';
import { toPeriodDocument } from './period-document.ts';

/**
 * A plan for `--json`: one document. Ranges are `{ expected, least, most }`; `messages` is null
 * where the export does not read them and so nobody asked how many there are.
 */
export function toPlanDocument(result: PlanResult, mode: OutputMode, status: ExitCode, say: Say) {
  const head = { command: 'export', status, plan: true };
  if (result.kind === 'failed') return { ...head, error: toErrorDocument(result.error, say) };
  return { ...head, mode, ...toPlannedDocument(result, say) };
}

function toPlannedDocument(plan: ExportPlan, say: Say) {
  const { period, source, pace, duration } = plan;
  const [{ session }] = source.workspaces;
  return {
    period: toPeriodDocument(period, source),
    dify: {
      host: session.host,
      version: session.version.text,
      workspaces: source.workspaces.map(({ workspace }) => workspace),
    },
    apps: plan.apps.map((app) => toAppDocument(app, say)),
    workspace_complete: plan.unlistableApps === 0 && plan.apps.every(isKnown),
    session_requests: plan.sessionRequests,
    requests: toRange(plan.requests),
    assumes_one_currency: plan.assumesOneCurrency,
    latency_ms: round(pace.latencyMs),
    concurrency: pace.concurrency,
    max_rps: pace.maxRps ?? null,
    seconds: toRange(estimate((which) => round(duration[which] / 1000))),
    asked_requests: plan.askedRequests,
  };
}

function toAppDocument(plan: AppPlan, say: Say) {
  const { id, name, mode } = plan.app;
  return {
    app_id: id,
    app_name: name,
    mode,
    result: plan.kind,
    ...(plan.kind === 'withheld' ? { error: toErrorDocument(plan.error, say) } : {}),
    ...(plan.kind === 'planned'
      ? { expects: toExpectations(plan), requests: toRange(plan.requests) }
      : {}),
  };
}

function toExpectations({ expects }: Extract<AppPlan, { kind: 'planned' }>) {
  const { runs, messages, conversations, windows } = expects;
  return {
    runs,
    messages: messages ?? null,
    conversations,
    windows: toRange(windows),
  };
}

function isKnown({ kind }: AppPlan): boolean {
  return kind !== 'withheld';
}

/** One order for every range, whatever it is made of. */
function toRange({ expected, least, most }: Estimate) {
  return { expected, least, most };
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}

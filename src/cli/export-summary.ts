import type { Bill, ExportResult } from '../commands/export-usage.ts';
import type { CounterCause } from '../usage/explain-run.ts';
import type { Difference } from '../usage/findings.ts';
import { formatUnits } from '../usage/money.ts';
import { sumApps } from '../usage/usage-report.ts';
import { summarizeCertainty } from './certainty-summary.ts';
import { summarizeDelivery } from './delivery-summary.ts';
import { listWarnings } from './export-warnings.ts';
import { safeText } from './safe-text.ts';

/** The result of an export for a person, in a dozen lines. */
export function summarizeExport(result: ExportResult): string {
  const { reading, spoolFailure, delivery } = result;
  const lines =
    reading.kind === 'failed'
      ? [`Dify could not be read: ${reading.error.message}.`]
      : summarizeBill(reading);

  for (const { message } of listWarnings(result)) lines.push(`Warning: ${message}`);
  if (reading.kind === 'read' && reading.objections.length > 0) {
    lines.push(
      `Refused by --strict (${reading.objections.join(', ')}): nothing of this period was sent.`,
    );
  }
  if (spoolFailure !== undefined) lines.push(`Not spooled and not sent: ${spoolFailure.message}.`);
  if (result.unchangedSince !== undefined) {
    lines.push(
      `Unchanged: the receiver has had this since ${result.unchangedSince}, nothing was sent; --force sends it again.`,
    );
  }
  if (delivery !== undefined) lines.push(...summarizeDelivery(delivery));
  if (result.dryRun) lines.push('Dry run: nothing was sent or stored.');
  return `${lines.join('\n')}\n`;
}

function summarizeBill(bill: Bill): string[] {
  const { usage, report } = bill;
  const { period, dify, timeZone } = usage;
  const complete = usage.results.filter(isComplete).length;
  const names = usage.workspaces.map(({ id, name }) => safeText(name || id, 40)).join(', ');
  const zone = usage.isAccountTimeZone ? `${timeZone}, the Dify account's own zone` : timeZone;

  return [
    `Dify ${dify.version.text} at ${dify.host}, workspace ${names}`,
    `Period ${period.nominal} (${zone})${period.widened ? ', widened to whole buckets' : ''}${bill.isProvisional ? ', provisional' : ''}: ${complete} of ${usage.results.length} apps read`,
    ...summarizeTotals(bill),
    ...summarizeReconciliation(report.differences, bill),
    ...summarizeCertainty(report.apps, bill.needs),
  ];
}

function summarizeTotals({ report, usage }: Bill): string[] {
  const totals = sumApps(report.apps);
  if (totals.length === 0)
    return [usage.results.some(isComplete) ? '  No usage.' : '  Nothing read.'];
  return totals.map(
    ({ bucket, currency, tokens, units }) =>
      `  ${bucket}  ${String(tokens).padStart(12)} tokens  ${formatUnits(units).padStart(16)} ${currency}`,
  );
}

function isComplete({ kind }: Bill['usage']['results'][number]): boolean {
  return kind === 'complete';
}

const CAUSES: Readonly<Record<CounterCause, string>> = {
  zero_totals: 'Dify counted nothing for these runs',
  containers_counted_twice: 'Dify counted iterations and loops twice',
  workflow_tools: "Dify counted a tool's workflow in its parent too",
  stopped_runs: 'Dify counted nothing for stopped runs',
  failed_calls: 'calls that failed after the model had answered',
  failed_containers: 'Dify left out a failed iteration or loop',
  parallel_iterations: "Dify's count grew in parallel iterations",
  runs_in_progress: 'runs were in progress',
  deleted_since: 'deleted in Dify since they were read; they stay in the bill',
  changed_since: 'changed in Dify since they were read; billed as they are now',
  unexplained: 'no known reason',
};

function summarizeReconciliation(differences: readonly Difference[], { usage }: Bill): string[] {
  if (!usage.results.some(isComplete)) return [];
  const hasRuns = usage.results.some(
    (result) => result.kind === 'complete' && result.usage.runCounts.length > 0,
  );
  if (differences.length === 0 && !hasRuns) return ["Billed by Dify's own statistics."];
  if (differences.length === 0) return ["Reconciled: run by run equal to Dify's own statistics."];

  const unexplained = differences.filter(({ cause }) => cause === 'unexplained').length;
  const verdict = unexplained === 0 ? 'every difference explained' : `${unexplained} unexplained`;
  return [
    `Reconciled with Dify's own statistics, ${verdict}:`,
    ...differences.map(({ appId, bucket, cause, tokens, runs }) => {
      const name = usage.results.find(({ app }) => app.id === appId)?.app.name ?? appId;
      const sign = tokens > 0 ? '+' : '';
      return `  ${safeText(name, 40)}, ${bucket}: ${sign}${tokens} tokens in ${runs} run(s), ${CAUSES[cause]}`;
    }),
  ];
}

import type { Bill } from '../commands/build-bill.ts';
import type { ExportResult } from '../commands/export-usage.ts';
import { type Message, message } from '../language/message.ts';
import type { Say } from '../language/say.ts';
import { textOf } from '../language/told-error.ts';
import { safeText } from '../text/safe-text.ts';
import type { Difference } from '../usage/findings.ts';
import { formatUnits } from '../usage/money.ts';
import { sumApps } from '../usage/usage-report.ts';
import { summarizeCertainty } from './certainty-summary.ts';
import { summarizeDelivery } from './delivery-summary.ts';
import { listWarnings } from './export-warnings.ts';
import { formatSigned } from './formats/format-signed.ts';

/** The result of an export for a person, in a dozen lines. */
export function summarizeExport(result: ExportResult, say: Say): string {
  const { reading, spoolFailure, delivery } = result;
  const messages =
    reading.kind === 'failed'
      ? [message('summary_dify_failed', { reason: textOf(reading.error) })]
      : summarizeBill(reading);

  for (const { text } of listWarnings(result)) {
    messages.push(message('summary_warning', { warning: text }));
  }
  if (reading.kind === 'read' && reading.objections.length > 0) {
    messages.push(message('summary_refused_by_strict', { objections: reading.objections }));
  }
  if (spoolFailure !== undefined) {
    messages.push(message('summary_not_spooled', { reason: textOf(spoolFailure) }));
  }
  if (result.unchangedSince !== undefined) {
    messages.push(message('summary_unchanged', { since: result.unchangedSince }));
  }
  if (delivery !== undefined) messages.push(...summarizeDelivery(delivery));
  if (result.dryRun) messages.push(message('summary_dry_run'));
  return `${messages.map(say).join('\n')}\n`;
}

function summarizeBill(bill: Bill): Message[] {
  const { usage, report } = bill;
  const { period, dify, timeZone } = usage;
  const complete = usage.results.filter(isComplete).length;
  const names = usage.workspaces.map(({ id, name }) => safeText(name || id, 40));
  const zone = usage.isAccountTimeZone
    ? message('summary_account_zone', { zone: timeZone })
    : timeZone;

  return [
    message('summary_dify', { version: dify.version.text, host: dify.host, workspaces: names }),
    message('summary_period', {
      period: period.nominal,
      zone,
      widened: period.widened ? message('summary_widened') : '',
      provisional: bill.isProvisional ? message('summary_provisional') : '',
      complete,
      apps: usage.results.length,
    }),
    ...summarizeTotals(bill),
    ...summarizeReconciliation(report.differences, bill),
    ...summarizeCertainty(report.apps, bill.needs),
  ];
}

function summarizeTotals({ report, usage }: Bill): Message[] {
  const totals = sumApps(report.apps);
  if (totals.length === 0) {
    return [message(usage.results.some(isComplete) ? 'summary_no_usage' : 'summary_nothing_read')];
  }
  return totals.map(({ bucket, currency, tokens, units }) =>
    message('summary_amount', {
      period: bucket,
      tokens: String(tokens).padStart(12),
      price: formatUnits(units).padStart(16),
      currency,
    }),
  );
}

function isComplete({ kind }: Bill['usage']['results'][number]): boolean {
  return kind === 'complete';
}

function summarizeReconciliation(differences: readonly Difference[], { usage }: Bill): Message[] {
  if (!usage.results.some(isComplete)) return [];
  const hasRuns = usage.results.some(
    (result) => result.kind === 'complete' && result.usage.runCounts.length > 0,
  );
  if (differences.length === 0) {
    return [message(hasRuns ? 'summary_reconciled' : 'summary_billed_by_statistics')];
  }

  const count = differences.filter(({ cause }) => cause === 'unexplained').length;
  return [
    count === 0
      ? message('summary_reconciled_explained')
      : message('summary_reconciled_unexplained', { count }),
    ...differences.map(({ appId, bucket, cause, tokens, runs }) => {
      const name = usage.results.find(({ app }) => app.id === appId)?.app.name ?? appId;
      return message('summary_difference', {
        app: safeText(name, 40),
        period: bucket,
        tokens: formatSigned(tokens),
        runs,
        cause: message(`cause_${cause}`),
      });
    }),
  ];
}

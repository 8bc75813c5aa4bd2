import type { AppResult } from '../collect/collect-app.ts';
import type { Bill } from '../commands/build-bill.ts';
import type { ExportResult } from '../commands/export-usage.ts';
import type { ExitCode } from '../exit-code.ts';
import type { Say } from '../language/say.ts';
import { textOf } from '../language/told-error.ts';
import type { RefusedRecord } from '../payload/build-api-meter.ts';
import type { AppCertainty } from '../usage/certainty.ts';
import { formatUnits } from '../usage/money.ts';
import { type AppTotals, type Assumption, sumApps } from '../usage/usage-report.ts';
import { toDeliveryDocument } from './delivery-document.ts';
import { toErrorDocument } from './error-document.ts';
import { listWarnings } from './export-warnings.ts';
import { toPeriodDocument } from './period-document.ts';
import { toWarningDocument } from './warning-document.ts';

/** The result of an export for `--json`: one document, amounts as text with 7 decimals. */
export function toExportDocument(result: ExportResult, status: ExitCode, say: Say) {
  const { reading, spooled, spoolFailure, delivery } = result;
  return {
    command: 'export',
    status,
    dry_run: result.dryRun,
    ...(reading.kind === 'failed'
      ? { error: toErrorDocument(reading.error, say) }
      : toBillDocument(reading, say)),
    warnings: listWarnings(result).map((each) => toWarningDocument(each, say)),
    ...(result.dryRun && reading.kind === 'read'
      ? {
          bodies: reading.bodies.map(({ id, body }) => ({
            id,
            body: JSON.parse(body) as unknown,
          })),
        }
      : {}),
    ...(result.unchangedSince === undefined
      ? {}
      : { unchanged: true, delivered_at: result.unchangedSince }),
    ...(spoolFailure === undefined ? {} : { spool_error: say(textOf(spoolFailure)) }),
    ...(spooled === undefined
      ? {}
      : {
          spool: { written: spooled.written, kept: spooled.kept, superseded: spooled.superseded },
        }),
    ...(delivery === undefined ? {} : { delivery: toDeliveryDocument(delivery, say) }),
  };
}

function toBillDocument(bill: Bill, say: Say) {
  const { usage, report } = bill;
  const { period, dify } = usage;
  return {
    period: {
      ...toPeriodDocument(period, usage),
      provisional: bill.isProvisional,
    },
    dify: {
      host: dify.host,
      version: dify.version.text,
      workspaces: usage.workspaces,
      statistics_may_include_debugger: dify.statisticsMayIncludeDebugger,
      clock_skew_ms: dify.clockSkewMs,
    },
    totals: sumApps(report.apps).map(toAmountDocument),
    apps: usage.results.map((result) => ({
      app_id: result.app.id,
      app_name: result.app.name,
      mode: result.app.mode,
      result: result.kind,
      ...(result.kind === 'withheld' ? { error: toErrorDocument(result.error, say) } : {}),
      ...toAppDocument(
        bill,
        report.apps.find(({ app }) => app.id === result.app.id),
      ),
    })),
    workspace_complete: bill.isWorkspaceComplete,
    ...(bill.meter === undefined ? {} : { not_sent: bill.meter.refused.map(toRefusedDocument) }),
    reconciliation: {
      differences: report.differences.map(({ appId, ...rest }) => ({ app_id: appId, ...rest })),
      missing: report.residuals.map(({ appId, tokens, ...rest }) => ({
        app_id: appId,
        tokens: tokens ?? null,
        ...rest,
      })),
      assumed: report.assumptions.map(toAssumptionDocument),
      unread: usage.results.flatMap(toUnreadDocument),
      maybe_debug: report.maybeDebug,
      unfinished_runs: report.unfinishedRuns,
      strict_objections: bill.objections,
    },
  };
}

function toAssumptionDocument({ app, ...rest }: Assumption) {
  if (rest.kind !== 'currency') return { app_id: app.id, ...rest };
  const { likelyRmb, ...currency } = rest.currency;
  return {
    app_id: app.id,
    ...rest,
    // That of an app's configuration also says when it was saved.
    model: rest.model && { provider: rest.model.provider, name: rest.model.name },
    currency: { ...currency, likely_rmb: likelyRmb },
  };
}

/** When a deleted app may have spent what nobody has read of it, as half-open stretches. */
function toUnreadDocument(result: AppResult) {
  if (result.kind !== 'complete') return [];
  return result.unknown.map(({ from, to }) => ({
    app_id: result.app.id,
    start: new Date(from).toISOString(),
    end: new Date(to).toISOString(),
  }));
}

function toAppDocument({ needs }: Bill, totals: AppTotals | undefined) {
  const amounts = (totals?.amounts ?? []).map(toAmountDocument);
  if (totals === undefined || (!needs.users && !needs.models)) return { amounts };
  return { amounts, certainty: toCertaintyDocument(totals.certainty) };
}

/** How much is exact, allocated, assumed or unattributed, and why it is not simply exact. */
function toCertaintyDocument({ parts, users, notes }: AppCertainty) {
  return {
    parts: parts.map(({ kind, tokens, prices }) => ({
      kind,
      tokens,
      prices: prices.map(({ currency, units }) => ({ currency, price: formatUnits(units) })),
    })),
    users: users.map(({ kind, tokens }) => ({ kind, tokens })),
    notes: notes.map(({ bucket, cause, tokens, units }) => ({
      period: bucket,
      cause,
      tokens,
      price: formatUnits(units),
    })),
  };
}

function toRefusedDocument({ usageDate, provider, model, currencies, tokens }: RefusedRecord) {
  return { reason: 'two_currencies', usage_date: usageDate, provider, model, currencies, tokens };
}

function toAmountDocument(amount: ReturnType<typeof sumApps>[number]) {
  const { bucket, currency, tokens, units } = amount;
  return { period: bucket, currency, token_count: tokens, total_price: formatUnits(units) };
}

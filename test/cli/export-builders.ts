import type { AppResult } from '../../src/collect/collect-app.ts';
import type { Bill } from '../../src/commands/build-bill.ts';
import type { ExportResult } from '../../src/commands/export-usage.ts';
import { NOTHING_QUEUED } from '../../src/commands/queue-bill.ts';
import type { UsageReading } from '../../src/commands/read-usage.ts';
import type { DeliveredBody, DeliveryReport } from '../../src/delivery/delivery-report.ts';
import { DifyError, type DifyProblem } from '../../src/dify/dify-error.ts';
import type { QueuedEntry } from '../../src/spool/spool.ts';
import { gatherCurrencies } from '../../src/usage/model-currency.ts';
import type { UsageReport } from '../../src/usage/usage-report.ts';
import { rejectedBody } from '../support/delivery.ts';
import { amount, app, appTotals, appUsage, OCTOBER } from '../support/usage.ts';

/** What was read of October: one app of 1200 tokens, complete and explained. */
export function bill(
  overrides: Partial<Bill> & {
    readonly reading?: Partial<UsageReading>;
    readonly figures?: Partial<UsageReport>;
  } = {},
): Bill {
  const { reading, figures, ...rest } = overrides;
  return {
    usage: usageReading(reading),
    report: usageReport(figures),
    isWorkspaceComplete: true,
    isProvisional: false,
    objections: [],
    needs: { users: false, models: false, messages: false },
    payloads: [],
    meter: undefined,
    bodies: [],
    ...rest,
  };
}

export function exportResult(
  overrides: Partial<Omit<ExportResult, 'reading'>> & { readonly bill?: Bill } = {},
): ExportResult {
  const { bill: given = bill(), ...rest } = overrides;
  return {
    dryRun: false,
    reading: { kind: 'read', ...given },
    ...NOTHING_QUEUED,
    delivery: undefined,
    ...rest,
  };
}

export function failedExport(problem: DifyProblem = 'unavailable'): ExportResult {
  return { ...exportResult(), reading: { kind: 'failed', error: difyError(problem) } };
}

export function difyError(problem: DifyProblem = 'unavailable'): DifyError {
  return new DifyError(problem, 'dify.test is down', { host: 'dify.test', endpoint: 'GET /apps' });
}

export function usageReading(overrides: Partial<UsageReading> = {}): UsageReading {
  const { start, end } = OCTOBER;
  const period = { start, end, timeZone: 'UTC' };
  return {
    period: {
      nominal: '2026-10-01..2026-10-31',
      requested: period,
      collected: period,
      buckets: [OCTOBER],
      isOpen: false,
      widened: false,
    },
    timeZone: 'UTC',
    isAccountTimeZone: false,
    workspaces: [{ id: 'workspace-1', name: 'Home' }],
    dify: {
      host: 'dify.test',
      version: { text: '1.14.2', numbers: [1, 14, 2] },
      isNewerThanKnown: false,
      statisticsMayIncludeDebugger: false,
      clockSkewMs: 0,
    },
    results: [completeApp()],
    unlistableApps: 0,
    remember: async () => undefined,
    currencies: gatherCurrencies(),
    ...overrides,
  };
}

export function completeApp(of = app(), usage = appUsage({ app: of })): AppResult {
  return {
    kind: 'complete',
    app: of,
    usage,
    comparison: { differences: [], residuals: [] },
    straddling: [],
    isDeleted: false,
    unknown: [],
  };
}

function usageReport(overrides: Partial<UsageReport> = {}): UsageReport {
  return {
    apps: [appTotals({ amounts: [amount({ tokens: 1200, units: 30_000n })] })],
    differences: [],
    residuals: [],
    assumptions: [],
    maybeDebug: { runs: 0, tokens: 0 },
    unfinishedRuns: 0,
    ...overrides,
  };
}

export function deliveryReport(overrides: Partial<DeliveryReport> = {}): DeliveryReport {
  return {
    delivered: [],
    deferred: undefined,
    rejected: [],
    quarantined: [],
    otherReceivers: [],
    clockSkewMs: undefined,
    ...overrides,
  };
}

export function deliveredBody(overrides: Partial<DeliveredBody> = {}): DeliveredBody {
  const { reason: _reason, ...summary } = rejectedBody();
  return {
    ...summary,
    acceptedAt: '2026-11-24T00:05:01.000Z',
    alreadyReceived: false,
    receiverAlreadyHasKey: false,
    receiverSaid: undefined,
    isWhole: true,
    ...overrides,
  };
}

export function queuedEntry(overrides: Partial<QueuedEntry> = {}): QueuedEntry {
  const { about, snapshot, id, target, sha256 } = rejectedBody();
  return {
    v: 1,
    name: 'entry.json',
    id,
    snapshot,
    complete: true,
    about,
    created_at: '2026-11-24T00:05:00.000Z',
    target,
    bytes: 512,
    sha256,
    attempts: 0,
    ...overrides,
  };
}

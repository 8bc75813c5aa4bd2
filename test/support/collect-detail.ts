import { Agent } from 'undici';
import {
  collectLedgerDetail,
  type LedgerDetailOptions,
} from '../../src/collect/collect-ledger-detail.ts';
import type { CollectScope } from '../../src/collect/collect-scope.ts';
import { readLedger } from '../../src/collect/sum-statistics.ts';
import { fetchAccountTimeZone } from '../../src/dify/account.ts';
import { fetchApps } from '../../src/dify/app-list.ts';
import { openAppReader } from '../../src/dify/app-reader.ts';
import { openSession } from '../../src/dify/dify-session.ts';
import { createAccountEmails } from '../../src/dify/members.ts';
import { createRequestGate } from '../../src/dify/request-gate.ts';
import { DEFAULT_DIFY_RETRY } from '../../src/dify/retry-request.ts';
import { cutBuckets } from '../../src/period/buckets.ts';
import { createCellFinder } from '../../src/period/minute-cell.ts';
import type { Aggregation } from '../../src/period/period.ts';
import { planStatisticsWindows } from '../../src/period/statistics-windows.ts';
import type { AppDetail, DetailNeeds } from '../../src/usage/app-detail.ts';
import { rememberChildRuns } from '../../src/usage/match-tool-calls.ts';
import { gatherCurrencies } from '../../src/usage/model-currency.ts';
import { gatherUnitPrices, type UnitPrices } from '../../src/usage/unit-prices.ts';
import type { LedgerEntry } from '../../src/usage/usage-event.ts';
import { RECORDED_PASSWORD } from './fake-dify/load-world.ts';
import type { FakeDify } from './fake-dify/server.ts';

export type DetailOptions = Partial<LedgerDetailOptions> & {
  readonly password?: string;
  readonly timeZone?: string;
  readonly aggregation?: Aggregation;
  readonly start?: string;
  readonly end?: string;
  readonly needs?: DetailNeeds;
  readonly unitPrices?: UnitPrices;
  readonly withEmails?: boolean;
  /** Between reading the ledger and reading the detail. */
  readonly meanwhile?: () => void;
};

export type CollectedDetail = {
  readonly appId: string;
  readonly ledger: readonly LedgerEntry[];
  readonly detail: AppDetail;
};

/** Collects the ledger apps of a fake Dify, October 2026 unless told otherwise. */
export async function collectDetails(
  dify: FakeDify,
  options: DetailOptions = {},
): Promise<CollectedDetail[]> {
  const {
    timeZone = 'UTC',
    aggregation = 'monthly',
    needs = { users: true, models: true, messages: true },
  } = options;
  const dispatcher = new Agent();
  const credential = {
    kind: 'password',
    email: 'admin@example.com',
    password: options.password ?? RECORDED_PASSWORD,
    workspaceId: undefined,
  } as const;
  const session = await openSession(
    {
      origin: dify.origin,
      credential,
      timeoutMs: 10_000,
      concurrency: 4,
      maxRps: undefined,
      forceLogin: false,
      frontHeaders: {},
    },
    undefined,
    {
      dispatcher,
      gate: createRequestGate({
        concurrency: 4,
        maxRps: undefined,
        monotonicNow: Date.now,
        sleep: async () => undefined,
        onLimitChange: () => undefined,
      }),
      now: Date.now,
      monotonicNow: Date.now,
      signal: new AbortController().signal,
      userAgent: 'dify-usage/test',
      loginMarker: {
        checkWritable: async () => undefined,
        check: async () => undefined,
        write: async () => undefined,
        clear: async () => undefined,
      },
      retry: { ...DEFAULT_DIFY_RETRY, sleep: async () => undefined, onRetry: () => undefined },
    },
  );
  const period = {
    start: Date.parse(options.start ?? '2026-10-01T00:00:00Z'),
    end: Date.parse(options.end ?? '2026-11-01T00:00:00Z'),
    timeZone,
  };
  const accountTimeZone = await fetchAccountTimeZone(session);
  const buckets = cutBuckets(period, aggregation);
  const windows = planStatisticsWindows(buckets, accountTimeZone);
  const workspace: Omit<CollectScope, 'reader'> = {
    session,
    period,
    buckets,
    accountTimeZone,
    windows,
    findCell: createCellFinder(windows, accountTimeZone),
    now: Date.parse('2026-12-01T00:00:00Z'),
    workers: 4,
    childRuns: rememberChildRuns(),
    currencies: gatherCurrencies(),
    unitPrices: options.unitPrices ?? gatherUnitPrices(),
    needs,
    onRun: () => undefined,
  };

  const results: CollectedDetail[] = [];
  try {
    for (const app of (await fetchApps(session)).apps) {
      if (!['chat', 'agent-chat', 'completion', 'agent'].includes(app.mode)) continue;
      const scope = { ...workspace, reader: openAppReader(session, app.id) };
      const ledger = (await readLedger(scope.reader, scope.windows)).entries;
      options.meanwhile?.();
      const detail = await collectLedgerDetail(scope, app, ledger, needs, {
        minuteWindows: options.minuteWindows ?? 2000,
        assumeModel: options.assumeModel,
        ...(options.withEmails ? { accountEmails: createAccountEmails(session) } : {}),
      });
      results.push({ appId: app.id, ledger, detail });
    }
  } finally {
    await dispatcher.destroy();
  }
  return results;
}

import { Agent } from 'undici';
import { onTestFinished } from 'vitest';
import type { AppResult } from '../../src/collect/collect-app.ts';
import { type CollectOptions, collectWorkspace } from '../../src/collect/collect-workspace.ts';
import { openSession } from '../../src/dify/dify-session.ts';
import { createRequestGate } from '../../src/dify/request-gate.ts';
import { cutBuckets } from '../../src/period/buckets.ts';
import type { Aggregation } from '../../src/period/period.ts';
import { gatherCurrencies } from '../../src/usage/model-currency.ts';
import { formatUnits } from '../../src/usage/money.ts';
import { buildUsageReport, type UsageReport } from '../../src/usage/usage-report.ts';
import { OWNER, type WorldBuilder } from './fake-dify/builders.ts';
import type { Fault } from './fake-dify/faults.ts';
import { type FakeDify, startFakeDify } from './fake-dify/server.ts';

export type ReadOptions = {
  /** ISO 8601; October 2026 unless told otherwise. */
  readonly start?: string;
  readonly end?: string;
  readonly timeZone?: string;
  readonly aggregation?: Aggregation;
  readonly now?: string;
  readonly appIds?: readonly string[];
  readonly concurrency?: number;
  readonly timeoutMs?: number;
};

export type WorkspaceReading = {
  readonly results: readonly AppResult[];
  readonly unlistableApps: number;
  readonly report: UsageReport;
  /** What is billed, as `app name, bucket: tokens, price currency`. */
  readonly bill: readonly string[];
  readonly progress: readonly Parameters<CollectOptions['onProgress']>[0][];
};

/** A fake Dify of a built world, closed when the test is over. */
export async function serveWorld(
  { world }: WorldBuilder,
  version: string,
  faults: readonly Fault[] = [],
): Promise<FakeDify> {
  const dify = await startFakeDify({ version, world, faults });
  onTestFinished(() => dify.close());
  return dify;
}

/** Collects the workspace of a fake Dify in this process, with retries that do not wait. */
export async function readWorkspace(
  dify: FakeDify,
  {
    start = '2026-10-01T00:00:00Z',
    end = '2026-11-01T00:00:00Z',
    timeZone = 'UTC',
    aggregation = 'monthly',
    now = '2026-12-10T00:00:00Z',
    appIds,
    concurrency = 2,
    timeoutMs = 5000,
  }: ReadOptions = {},
): Promise<WorkspaceReading> {
  const dispatcher = new Agent();
  const sleep = () => Promise.resolve();
  const period = { start: Date.parse(start), end: Date.parse(end), timeZone };
  const buckets = cutBuckets(period, aggregation);
  const currencies = gatherCurrencies();
  const progress: Parameters<CollectOptions['onProgress']>[0][] = [];
  try {
    const session = await openSession(
      {
        origin: dify.origin,
        credential: { kind: 'password', ...OWNER, workspaceId: undefined },
        timeoutMs,
        concurrency,
        maxRps: undefined,
        forceLogin: false,
        frontHeaders: {},
      },
      undefined,
      {
        dispatcher,
        gate: createRequestGate({ concurrency, maxRps: undefined, monotonicNow: Date.now, sleep }),
        now: Date.now,
        monotonicNow: Date.now,
        signal: new AbortController().signal,
        userAgent: 'dify-usage/test',
        loginMarker: { check: sleep, checkWritable: sleep, write: sleep, clear: sleep },
        retry: { baseMs: 1, deadlineMs: 10_000, waitAfterTimeoutMs: 1, sleep },
      },
    );
    const { results, unlistableApps } = await collectWorkspace(session, {
      period,
      buckets,
      accountTimeZone: dify.world.accounts[0]?.timezone ?? 'UTC',
      appIds,
      workers: 2 * concurrency,
      now: Date.parse(now),
      currencies,
      modelCurrencies: [],
      needs: { users: false, models: false, messages: false },
      userId: 'id',
      minuteWindows: 2000,
      assumeModel: undefined,
      cache: undefined,
      verifyAccount: async () => undefined,
      onProgress: (step) => progress.push(step),
    });
    const report = buildUsageReport(
      results.flatMap((result) =>
        result.kind === 'complete'
          ? [{ usage: result.usage, straddling: result.straddling, ...result.comparison }]
          : [],
      ),
      {
        currencies,
        modelCurrencies: [],
        needs: { users: false, models: false, messages: false },
        userId: 'id',
      },
    );
    return { results, unlistableApps, report, bill: toLines(report), progress };
  } finally {
    await dispatcher.destroy();
  }
}

function toLines({ apps }: UsageReport): string[] {
  return apps.flatMap(({ app, amounts }) =>
    amounts.map(
      ({ bucket, tokens, units, currency }) =>
        `${app.name}, ${bucket}: ${tokens}, ${formatUnits(units)} ${currency}`,
    ),
  );
}

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Agent } from 'undici';
import {
  type ExportPorts,
  type ExportResult,
  exportUsage,
} from '../../src/commands/export-usage.ts';
import { type PlanResult, planExport } from '../../src/commands/plan-export.ts';
import type { Config, DifyConfig, ReportConfig } from '../../src/config/config.ts';
import { parsePeriodRequest } from '../../src/period/parse-period-request.ts';
import { RECORDED_PASSWORD } from './fake-dify/load-world.ts';
import type { FakeDify } from './fake-dify/server.ts';
import type { FakeReceiver } from './fake-receiver.ts';

export type DryRunOptions = Partial<Omit<ReportConfig, 'period'>> & {
  readonly period?: string;
  readonly now?: () => number;
  readonly concurrency?: number;
  readonly stateDir?: string;
  readonly password?: string;
  readonly cache?: ExportPorts['cache'];
  /** Sends what was acknowledged before, too. */
  readonly force?: boolean;
  /** Instead of the owner's password. */
  readonly credential?: DifyConfig['credential'];
};

/** Exports October 2026 from a fake Dify in this process, without sending anything. */
export async function dryRun(
  dify: FakeDify,
  { stateDir, ...options }: DryRunOptions = {},
): Promise<ExportResult> {
  // Even a dry run remembers there that a login was refused, and another fake may get the port.
  const directory = stateDir ?? (await mkdtemp(join(tmpdir(), 'dify-usage-test-')));
  try {
    return await run(configFor(dify, { ...options, stateDir: directory }), true, options);
  } finally {
    if (stateDir === undefined) await rm(directory, { recursive: true, force: true });
  }
}

/** The same, delivered to a fake receiver; a directory outlives the run as `stateDir`. */
export function exportTo(
  dify: FakeDify,
  receiver: FakeReceiver,
  options: DryRunOptions & { readonly stateDir: string },
): Promise<ExportResult> {
  const config: Config = {
    ...configFor(dify, options),
    receiver: {
      url: receiver.url,
      token: 'token',
      timeoutMs: 5000,
      deadlineMs: 10_000,
      maxBytes: options.maxBodyBytes ?? 4_000_000,
      maxRetries: 0,
    },
  };
  return run(config, false, options);
}

/** What the export with these options is expected to ask. */
export async function planOf(dify: FakeDify, options: DryRunOptions = {}): Promise<PlanResult> {
  const stateDir = options.stateDir ?? (await mkdtemp(join(tmpdir(), 'dify-usage-test-')));
  try {
    const config = configFor(dify, { ...options, stateDir });
    return await withPorts(config, { cache: 'none', ...options }, (ports) =>
      planExport(config, ports),
    );
  } finally {
    if (options.stateDir === undefined) await rm(stateDir, { recursive: true, force: true });
  }
}

async function run(
  config: Config,
  isDryRun: boolean,
  options: DryRunOptions,
): Promise<ExportResult> {
  const cache = options.cache ?? (isDryRun ? 'none' : 'read-write');
  return await withPorts(config, { ...options, cache }, (ports) =>
    exportUsage(config, { dryRun: isDryRun, force: options.force ?? false }, ports),
  );
}

async function withPorts<Result>(
  { stateDir }: Config,
  { now = Date.now, cache = 'none' }: Pick<DryRunOptions, 'now' | 'cache'>,
  use: (ports: ExportPorts) => Promise<Result>,
): Promise<Result> {
  const dispatcher = new Agent();
  try {
    return await use({
      dispatcher,
      receiverDispatcher: dispatcher,
      now,
      monotonicNow: now,
      sleep: (ms, signal) => sleep(Math.min(ms, 5), undefined, signal ? { signal } : {}),
      signal: new AbortController().signal,
      userAgent: 'dify-usage/test',
      cache,
      stateDir,
      onEvent: () => undefined,
    });
  } finally {
    await dispatcher.destroy();
  }
}

function configFor(
  dify: FakeDify,
  {
    period = '2026-10',
    concurrency = 4,
    now: _now,
    force: _force,
    cache: _cache,
    password = RECORDED_PASSWORD,
    credential = {
      kind: 'password',
      email: 'admin@example.com',
      password,
      workspaceId: undefined,
    },
    stateDir,
    ...report
  }: DryRunOptions & { readonly stateDir: string },
): Config {
  return {
    dify: {
      origin: dify.origin,
      credential,
      timeoutMs: 10_000,
      concurrency,
      maxRps: undefined,
      forceLogin: false,
      frontHeaders: {},
    },
    receiver: undefined,
    report: {
      period: parsePeriodRequest(period, {}),
      periodOrigin: '--period',
      timeZone: undefined,
      aggregation: 'monthly',
      partialBuckets: false,
      mode: 'both',
      appIds: undefined,
      strict: false,
      maxBodyBytes: 4_000_000,
      modelCurrencies: [],
      format: { kind: 'external-api' },
      userId: 'id',
      assumeModel: undefined,
      minuteWindows: 2000,
      ...report,
    },
    stateDir,
    logLevel: 'silent',
    extraCa: undefined,
    proxy: { httpProxy: undefined, httpsProxy: undefined, noProxy: undefined },
  };
}

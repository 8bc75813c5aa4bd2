import type { Config } from '../config/config.ts';
import { resolveConfiguredPeriod } from '../config/resolve-configured-period.ts';
import type { HttpError } from '../http/http-error.ts';
import { detailNeeds } from '../payload/shown-records.ts';
import type { ResolvedPeriod } from '../period/resolve-period.ts';
import { planStatisticsWindows } from '../period/statistics-windows.ts';
import { type Estimate, estimate } from '../plan/estimates.ts';
import { expectedMs, median, type Pace } from '../plan/expected-time.ts';
import { type AppPlan, planWorkspace, type WorkspacePlan } from '../plan/plan-workspace.ts';
import { type DifySource, openSource } from './open-source.ts';
import type { ReadUsagePorts } from './read-usage-ports.ts';
import { refuseUnknownApps } from './unknown-app-error.ts';
import { unlessDifyFails } from './unless-dify-fails.ts';

/** What an export is going to ask of Dify, or why nobody can say. */
export type PlanResult =
  | { readonly kind: 'failed'; readonly error: HttpError }
  | ({ readonly kind: 'planned' } & ExportPlan);

export type ExportPlan = {
  readonly period: ResolvedPeriod;
  readonly source: DifySource;
  readonly apps: readonly AppPlan[];
  readonly unlistableApps: number;
  readonly assumesOneCurrency: WorkspacePlan['assumesOneCurrency'];
  readonly sessionRequests: number;
  /** Of everything; without the apps that did not answer. */
  readonly requests: Estimate;
  readonly pace: Pace;
  /** In milliseconds. */
  readonly duration: Estimate;
  /** What the plan itself has asked, the version and the login included. */
  readonly askedRequests: number;
};

/**
 * Signs in and counts what an export with this configuration would ask of Dify; nothing is read of
 * the usage itself, sent or kept. Throws a `ConfigError` and an `UnknownAppError` as an export does.
 */
export async function planExport(config: Config, ports: ReadUsagePorts): Promise<PlanResult> {
  const latencies: number[] = [];
  const onLatency = (latencyMs: number) => void latencies.push(latencyMs);
  const plan = await unlessDifyFails(() => planSource(config, { ...ports, onLatency }, latencies));
  return 'apps' in plan ? { kind: 'planned', ...plan } : { kind: 'failed', error: plan };
}

async function planSource(
  config: Config,
  ports: ReadUsagePorts,
  latencies: readonly number[],
): Promise<ExportPlan> {
  const { dify, report } = config;
  const source = await openSource(dify, report.timeZone, ports);
  const { timeZone } = source;
  const period = resolveConfiguredPeriod(report, timeZone, ports.now());

  const apps: AppPlan[] = [];
  const known: string[] = [];
  let sessionRequests = 0;
  let unlistableApps = 0;
  let assumesOneCurrency = false;
  for (const { session, accountTimeZone, cache } of source.workspaces) {
    const plan = await planWorkspace(session, {
      period: period.collected,
      windows: planStatisticsWindows(period.buckets, accountTimeZone),
      accountTimeZone,
      now: ports.now() + session.clockSkewMs,
      needs: detailNeeds(report),
      appIds: report.appIds,
      concurrency: dify.concurrency,
      modelCurrencies: report.modelCurrencies,
      minuteBudget: report.minuteWindows,
      hasPassword: dify.credential.kind === 'password',
      cache,
    });
    cache?.reportDamaged();
    apps.push(...plan.apps);
    known.push(...plan.apps.map(({ app }) => app.id), ...plan.deletedAppIds);
    sessionRequests += plan.sessionRequests;
    unlistableApps += plan.unlistableApps;
    assumesOneCurrency ||= plan.assumesOneCurrency;
  }
  refuseUnknownApps(report.appIds, known);

  const requests = estimate((which) =>
    apps.reduce(
      (total, app) => total + (app.kind === 'planned' ? app.requests[which] : 0),
      sessionRequests,
    ),
  );
  const pace = { ...dify, latencyMs: median(latencies) };
  return {
    period,
    source,
    apps,
    unlistableApps,
    assumesOneCurrency,
    sessionRequests,
    requests,
    pace,
    duration: estimate((which) => expectedMs(requests[which], pace)),
    askedRequests: latencies.length,
  };
}

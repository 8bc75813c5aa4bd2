import { PeriodError } from '../period/period-error.ts';
import { type ResolvedPeriod, resolvePeriod } from '../period/resolve-period.ts';
import type { ReportConfig } from './config.ts';
import { ConfigError } from './config-error.ts';
import { periodProblem } from './period-problem.ts';

/** Throws a `ConfigError` for a period that has not begun. */
export function resolveConfiguredPeriod(
  report: ReportConfig,
  timeZone: string,
  now: number,
): ResolvedPeriod {
  try {
    return resolvePeriod(report.period, { ...report, timeZone, now });
  } catch (error) {
    if (!(error instanceof PeriodError)) throw error;
    throw new ConfigError([periodProblem(report.periodOrigin, error)]);
  }
}

import type { ReportConfig } from '../config/config.ts';
import { ConfigError, type ConfigProblem } from '../config/config-error.ts';
import { resolveConfiguredPeriod } from '../config/resolve-configured-period.ts';
import { message } from '../language/message.ts';
import type { Instant } from '../period/period.ts';

/** Where a day begins first. */
const EARLIEST_ZONE = 'Pacific/Kiritimati';

/** What is wrong with a period that has begun in no zone, or not in the one that is configured. */
export function checkPeriod(report: ReportConfig, now: Instant): readonly ConfigProblem[] {
  const start = startOfPeriod(report, report.timeZone ?? EARLIEST_ZONE, now);
  if (typeof start === 'number') return [];
  if (report.timeZone !== undefined) return start;
  const { periodOrigin: variable } = report;
  return [{ variable, problem: message('check_period_not_begun', { variable }), cure: '' }];
}

export function startOfPeriod(
  report: ReportConfig,
  timeZone: string,
  now: Instant,
): Instant | readonly ConfigProblem[] {
  try {
    return resolveConfiguredPeriod(report, timeZone, now).collected.start;
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return error.problems;
  }
}

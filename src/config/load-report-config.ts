import { type PeriodRequest, parsePeriodRequest } from '../period/parse-period-request.ts';
import type { ReportConfig } from './config.ts';
import type { ConfigFlags } from './config-flags.ts';
import type { SettingReader } from './setting-reader.ts';
import { variables } from './variables.ts';

export function loadReportConfig(
  reader: SettingReader,
  flags: ConfigFlags,
): ReportConfig | undefined {
  const period = loadPeriod(reader, flags);
  const mode = reader.read(variables.difyOutputMode);
  const { appIds, partialBuckets = false, strict = false } = flags;

  if (appIds !== undefined && mode !== 'per_app') {
    reader.addProblem({
      variable: '--app',
      problem: `Some apps do not make a workspace total, which the mode ${mode} sends.`,
      cure: 'Leave --app out, or use --mode per_app.',
    });
  }

  const report = {
    timeZone: reader.read(variables.timezone),
    aggregation: reader.read(variables.difyAggregationPeriod),
    partialBuckets,
    mode,
    appIds,
    strict,
    maxBodyBytes: reader.read(variables.externalApiMaxBytes),
    modelCurrencies: reader.read(variables.modelCurrency) ?? [],
  };
  return period && { period, ...report };
}

/** `--from` and `--to` outrank every other period, also one in the environment. */
function loadPeriod(reader: SettingReader, flags: ConfigFlags): PeriodRequest | undefined {
  const startDate = reader.read(variables.startDate);
  const endDate = reader.read(variables.endDate);
  const hasDates = flags.from !== undefined || flags.to !== undefined;
  const text = hasDates ? 'custom' : reader.read(variables.difyFetchPeriod);
  const origin = hasDates ? '--from' : reader.originOf(variables.difyFetchPeriod);

  return reader.attempt(origin, () => parsePeriodRequest(text, { startDate, endDate }));
}

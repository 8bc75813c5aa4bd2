import { type Message, message } from '../language/message.ts';
import { parsePeriodRequest } from '../period/parse-period-request.ts';
import { PeriodError } from '../period/period-error.ts';
import type { BodyFormat, ReportConfig } from './config.ts';
import type { ConfigFlags } from './config-flags.ts';
import { loadBodyFormat } from './load-body-format.ts';
import { periodProblem } from './period-problem.ts';
import type { SettingReader } from './setting-reader.ts';
import { variables } from './variables.ts';

/** Modes whose records stand for one app each, so that a part of the apps can be sent. */
const MODES_BY_APP: ReadonlySet<string> = new Set(['per_app', 'per_user', 'per_model']);

export function loadReportConfig(
  reader: SettingReader,
  flags: ConfigFlags,
): ReportConfig | undefined {
  const format = loadBodyFormat(reader);
  const period = loadPeriod(reader, flags);
  const { mode, aggregation } = loadRecordKinds(reader, format);
  const { appIds, partialBuckets = false, strict = false } = flags;
  if (appIds !== undefined) checkApps(reader, format, mode);

  const report = {
    format,
    timeZone: reader.read(variables.timezone),
    aggregation,
    partialBuckets,
    mode,
    appIds,
    strict,
    maxBodyBytes: reader.read(variables.externalApiMaxBytes),
    modelCurrencies: reader.read(variables.modelCurrency) ?? [],
    userId: reader.read(variables.userId),
    assumeModel: reader.read(variables.assumeModel),
    minuteWindows: reader.read(variables.minuteWindows),
  };
  return period && { ...period, ...report };
}

/** `--from` and `--to` outrank every other period, also one in the environment. */
function loadPeriod(
  reader: SettingReader,
  flags: ConfigFlags,
): Pick<ReportConfig, 'period' | 'periodOrigin'> | undefined {
  const startDate = reader.read(variables.startDate);
  const endDate = reader.read(variables.endDate);
  const hasDates = flags.from !== undefined || flags.to !== undefined;
  const text = hasDates ? 'custom' : reader.read(variables.difyFetchPeriod);
  const originOf = (date: PeriodError['date']) => {
    if (date !== undefined) return reader.originOf(variables[date]);
    return hasDates ? '--from' : reader.originOf(variables.difyFetchPeriod);
  };

  try {
    const period = parsePeriodRequest(text, { startDate, endDate });
    return { period, periodOrigin: originOf(text === 'custom' ? 'startDate' : undefined) };
  } catch (error) {
    if (!(error instanceof PeriodError)) throw error;
    const problem = periodProblem(originOf(error.date), error);
    if (error.isMissingDate) reader.addAbsence(problem);
    else reader.addProblem(problem);
    return undefined;
  }
}

/** API_Meter takes one kind of record, a day of one model over the whole workspace. */
function loadRecordKinds(
  reader: SettingReader,
  format: BodyFormat,
): Pick<ReportConfig, 'mode' | 'aggregation'> {
  const mode = reader.read(variables.difyOutputMode);
  const aggregation = reader.read(variables.difyAggregationPeriod);
  if (format.kind === 'external-api') return { mode, aggregation };

  const notice = (variable: string, text: Message) =>
    reader.addNotice({ code: 'not_used_by_api_meter', variable, text });
  if (reader.isSet(variables.difyOutputMode)) {
    const origin = reader.originOf(variables.difyOutputMode);
    notice(origin, message('notice_one_kind_of_record'));
  }
  if (aggregation !== 'daily' && reader.isSet(variables.difyAggregationPeriod)) {
    const origin = reader.originOf(variables.difyAggregationPeriod);
    notice(origin, message('notice_always_daily'));
  }
  return { mode: 'per_model', aggregation: 'daily' };
}

function checkApps(reader: SettingReader, format: BodyFormat, mode: string): void {
  if (format.kind === 'api-meter') {
    reader.addProblem({
      variable: '--app',
      problem: message('apps_with_api_meter_problem'),
      cure: message('apps_with_api_meter_cure'),
    });
  } else if (!MODES_BY_APP.has(mode)) {
    reader.addProblem({
      variable: '--app',
      problem: message('apps_with_workspace_problem', { mode }),
      cure: message('apps_with_workspace_cure'),
    });
  }
}

import type { BaseConfig, Config, DifyConfig, ReportConfig } from '../config/config.ts';
import type { ConfigNotice } from '../config/config-notice.ts';
import { type ConfigSources, type LoadedSettings, loadSettings } from '../config/load-settings.ts';
import { type Message, message } from '../language/message.ts';
import { safeText } from '../text/safe-text.ts';
import { checkEnvFile } from './check-env-file.ts';
import { checkPeriod } from './check-period.ts';
import { settingFailure } from './failure.ts';
import { type Finding, type HopResult, ok, warning } from './hop.ts';

/** As much of the configuration as is right. */
export type UsableConfig = BaseConfig & Partial<Pick<Config, 'dify' | 'report'>>;

/** The settings of an export, with every problem; the ends that are configured can be tried. */
export async function checkConfiguration(
  sources: ConfigSources,
  now: () => number,
): Promise<HopResult<UsableConfig>> {
  const needs = { dify: true, receiver: true };
  const settings = await loadSettings({ ...sources, needs });
  const { dify, report, reader } = settings;
  const problems = [...reader.problems, ...(report ? checkPeriod(report, now()) : [])];
  const doubts = [
    ...problems.map(settingFailure),
    ...reader.notices.map(describeNotice),
    ...(await checkEnvFile(sources.flags.envFile, settings.envFile)),
  ];
  const isComplete = doubts.length === 0 && dify !== undefined && report !== undefined;
  const findings = isComplete ? [ok(describe(dify, report))] : doubts;
  return { findings, value: usablePart(settings) };
}

/**
 * Nothing is tried around a proxy that is written wrong, without the mark of a refused login, or
 * while most of it may stand in a file that cannot be read.
 */
function usablePart(settings: LoadedSettings): UsableConfig | undefined {
  const { base, dify, report, stateDir, wrongParts } = settings;
  if (stateDir === undefined || wrongParts.has('env_file')) return undefined;
  if (wrongParts.has('network')) return { ...base, receiver: undefined, stateDir };
  return {
    ...base,
    stateDir,
    receiver: wrongParts.has('receiver') ? undefined : base.receiver,
    ...(dify === undefined || wrongParts.has('dify') ? {} : { dify }),
    ...(report === undefined || wrongParts.has('report') ? {} : { report }),
  };
}

function describeNotice({ code, variable, text }: ConfigNotice): Finding {
  return warning(code, message('check_setting', { variable, problem: text }));
}

function describe({ credential }: DifyConfig, report: ReportConfig): Message {
  const who =
    credential.kind === 'admin-key'
      ? message('check_admin_key_for', { count: credential.workspaceIds.length })
      : safeText(credential.email, 100);
  const zone = report.timeZone ?? message('check_accounts_zone');
  const { format, aggregation, mode } = report;
  return message('check_settings_complete', { who, format: format.kind, aggregation, mode, zone });
}

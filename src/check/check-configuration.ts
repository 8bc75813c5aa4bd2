import { ExitCode } from '../cli/exit-code.ts';
import { safeText } from '../cli/safe-text.ts';
import type { BaseConfig, Config } from '../config/config.ts';
import { ConfigError } from '../config/config-error.ts';
import { type ConfigNeeds, type ConfigSources, loadConfig } from '../config/load-config.ts';
import { type Finding, failed, type HopResult, ok, warning } from './hop.ts';

/** As much of the configuration as is right. */
export type UsableConfig = BaseConfig & Partial<Pick<Config, 'dify' | 'report'>>;

/** What to go on with where something is wrong: one end, else this machine alone. */
const PARTS: readonly ConfigNeeds[] = [
  { dify: true, receiver: false },
  { dify: false, receiver: true },
  { dify: false, receiver: false },
];

/** The settings of an export, with every problem; the ends that are configured can be tried. */
export async function checkConfiguration(sources: ConfigSources): Promise<HopResult<UsableConfig>> {
  try {
    const { config, notices } = await loadConfig({
      ...sources,
      needs: { dify: true, receiver: true },
    });
    const warnings = notices.map(({ code, variable, message }) =>
      warning(code, `${variable}: ${message}`, `Look at ${variable}.`),
    );
    return { findings: warnings.length > 0 ? warnings : [ok(describe(config))], value: config };
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return { findings: describeProblems(error), value: await loadPart(sources) };
  }
}

async function loadPart(sources: ConfigSources): Promise<UsableConfig | undefined> {
  for (const needs of PARTS) {
    try {
      return (await loadConfig({ ...sources, needs })).config;
    } catch (error) {
      if (!(error instanceof ConfigError)) throw error;
    }
  }
  return undefined;
}

function describeProblems({ problems }: ConfigError): Finding[] {
  return problems.map(({ variable, problem, cure }) =>
    failed(
      ExitCode.config,
      'setting',
      `${variable}: ${problem}`,
      cure === '' ? `Correct ${variable}.` : cure,
    ),
  );
}

function describe({ dify, report }: Config): string {
  const { credential } = dify;
  const who =
    credential.kind === 'admin-key'
      ? `the admin API key for ${credential.workspaceIds.length} workspace(s)`
      : safeText(credential.email, 100);
  const zone = report.timeZone ?? "the account's zone";
  return `complete: ${who}, ${report.format.kind}, ${report.aggregation} ${report.mode} records in ${zone}`;
}

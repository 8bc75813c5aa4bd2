import { parseEnv } from 'node:util';
import type { BaseConfig, Config, LogLevel, ProxyAddress } from './config.ts';
import { ConfigError } from './config-error.ts';
import type { ConfigFlags } from './config-flags.ts';
import type { ConfigNotice } from './config-notice.ts';
import type { Environment } from './find-setting.ts';
import { InvalidSetting } from './invalid-setting.ts';
import { loadDifyConfig } from './load-dify-config.ts';
import { loadExtraCa } from './load-extra-ca.ts';
import { loadReceiverConfig } from './load-receiver-config.ts';
import { loadReportConfig } from './load-report-config.ts';
import { loadStateDir } from './load-state-dir.ts';
import { noticeUnusedVariables } from './notice-unused-variables.ts';
import { type ReadFile, readTextFile } from './read-text-file.ts';
import { createSettingReader, type SettingReader } from './setting-reader.ts';
import type { Variable } from './variable.ts';
import { variables } from './variables.ts';

export type ConfigSources = {
  readonly flags: ConfigFlags;
  readonly env: Environment;
  /** Reads the files that settings name, `--env-file` and `--ca-file` among them. */
  readonly readFile: ReadFile;
};

/** What a command is going to talk to; settings that it does not need are not even looked at. */
export type ConfigNeeds = { readonly dify: boolean; readonly receiver: boolean };

export type LoadedConfig<C> = { readonly config: C; readonly notices: readonly ConfigNotice[] };

type NetworkConfig = Pick<BaseConfig, 'extraCa' | 'proxy'>;

const OFFLINE: NetworkConfig = {
  extraCa: undefined,
  proxy: { httpProxy: undefined, httpsProxy: undefined, noProxy: undefined },
};

/**
 * Loads and validates the configuration of a command.
 *
 * With `needs.dify` but without `needs.receiver`, as in a dry run, a receiver is used when it is
 * set. Throws a `ConfigError` that has every problem.
 */
export function loadConfig(
  sources: ConfigSources & { readonly needs: ConfigNeeds & { readonly dify: true } },
): LoadedConfig<Config>;
export function loadConfig(
  sources: ConfigSources & { readonly needs: ConfigNeeds },
): LoadedConfig<BaseConfig>;
export function loadConfig(
  sources: ConfigSources & { readonly needs: ConfigNeeds },
): LoadedConfig<BaseConfig | Config> {
  const { flags, env, needs, readFile } = sources;
  const envFile = loadEnvFile(flags.envFile, readFile);
  const reader = createSettingReader({ flags, env, envFile }, readFile);

  const isOnline = needs.dify || needs.receiver;

  const dify = needs.dify ? loadDifyConfig(reader, flags) : undefined;
  const receiver = isOnline ? loadReceiverConfig(reader, needs.receiver) : undefined;
  const report = needs.dify ? loadReportConfig(reader, flags) : undefined;
  const network = isOnline ? loadNetwork(sources, reader) : OFFLINE;
  const stateDir = loadStateDir(reader, { ...envFile, ...env });
  const logLevel = loadLogLevel(reader, flags);
  noticeUnusedVariables(reader, envFile);

  if (reader.problems.length > 0 || stateDir === undefined) throw new ConfigError(reader.problems);
  const config = { receiver, stateDir, logLevel, ...network };
  const isComplete = dify !== undefined && report !== undefined;
  return { config: isComplete ? { ...config, dify, report } : config, notices: reader.notices };
}

function loadEnvFile(path: string | undefined, readFile: ReadFile): Environment {
  if (path === undefined) return {};
  try {
    return parseEnv(readTextFile(path, readFile));
  } catch (error) {
    // Nothing else is reported: every other variable may be in the file that is missing.
    if (!(error instanceof InvalidSetting)) throw error;
    const { problem, cure } = error;
    throw new ConfigError([{ variable: '--env-file', problem, cure }]);
  }
}

function loadLogLevel(reader: SettingReader, flags: ConfigFlags): LogLevel {
  if (flags.verbose) return 'debug';
  return flags.quiet ? 'warn' : reader.read(variables.logLevel);
}

function loadNetwork(
  { flags, env, readFile }: ConfigSources,
  reader: SettingReader,
): NetworkConfig {
  const readProxy = (variable: Variable<ProxyAddress>) => {
    const address = reader.read(variable);
    return address && { ...address, variable: reader.originOf(variable) };
  };
  return {
    extraCa: loadExtraCa(reader, { caFile: flags.caFile, env, readFile }),
    proxy: {
      httpProxy: readProxy(variables.httpProxy),
      httpsProxy: readProxy(variables.httpsProxy),
      noProxy: reader.read(variables.noProxy),
    },
  };
}

import type { BaseConfig, Config, LogLevel } from './config.ts';
import type { ConfigFlags } from './config-flags.ts';
import type { AwsConfig, FetchedSecrets, FetchSecrets } from './fetch-aws-secrets.ts';
import { credentialPaths, findCredentials } from './find-credentials.ts';
import { type Environment, findSetting, type SettingSources } from './find-setting.ts';
import { loadAwsConfig } from './load-aws-config.ts';
import { loadDifyConfig } from './load-dify-config.ts';
import { type EnvFile, loadEnvFile } from './load-env-file.ts';
import { loadNetworkConfig, OFFLINE } from './load-network-config.ts';
import { loadReceiverConfig } from './load-receiver-config.ts';
import { loadReportConfig } from './load-report-config.ts';
import { loadStateDir } from './load-state-dir.ts';
import { noticeUnusedVariables } from './notice-unused-variables.ts';
import { readAhead } from './read-ahead.ts';
import type { ReadFile } from './read-named-file.ts';
import { createSettingReader, type SettingReader } from './setting-reader.ts';
import { variables, variableTable } from './variables.ts';

export type ConfigSources = {
  readonly flags: ConfigFlags;
  readonly env: Environment;
  /** Reads the files that settings name, `--env-file` and `--ca-file` among them. */
  readonly readFile: (path: string) => string | Promise<string>;
  /** Asked only when a secret refers to AWS Secrets Manager. */
  readonly fetchSecrets: FetchSecrets;
};

/** What a command is going to talk to; settings that it does not need are not even looked at. */
export type ConfigNeeds = { readonly dify: boolean; readonly receiver: boolean };

/** What could be read of the settings, and the reader that knows what is wrong with the rest. */
export type LoadedSettings = {
  readonly reader: SettingReader;
  readonly dify: Config['dify'] | undefined;
  readonly report: Config['report'] | undefined;
  readonly base: Omit<BaseConfig, 'stateDir'>;
  readonly stateDir: string | undefined;
  /** The variables of `--env-file`, whether or not they count. */
  readonly envFile: Environment;
  /** What has a problem of its own, and must not be used although it is there. */
  readonly wrongParts: ReadonlySet<SettingsPart>;
};

export type SettingsPart = 'env_file' | 'dify' | 'receiver' | 'report' | 'network';

type Sources = Pick<ConfigSources, 'flags'> & {
  readonly needs: ConfigNeeds;
  readonly readFile: ReadFile;
  readonly envFile: EnvFile;
};

/**
 * Reads the settings that a command needs.
 *
 * Which secrets are references shows only when they are read; they are fetched together then, and
 * everything is read once more.
 */
export async function loadSettings({
  fetchSecrets,
  needs,
  flags,
  env,
  readFile: readFromDisk,
}: ConfigSources & { readonly needs: ConfigNeeds }): Promise<LoadedSettings> {
  const { load, readFile } = readAhead(readFromDisk);
  await load([flags.envFile]);
  const envFile = loadEnvFile(flags.envFile, readFile);
  const directory = env['CREDENTIALS_DIRECTORY'];
  await load(credentialPaths(directory).flatMap(([, paths]) => paths));
  const credentials = findCredentials(directory, readFile);
  const settingSources = { flags, env, envFile: envFile.variables, credentials };
  await load([...secretPaths(settingSources), flags.caFile, env['NODE_EXTRA_CA_CERTS']]);

  const sources = { flags, needs, readFile, envFile };
  const { aws, ...settings } = readSettings(sources, settingSources, new Map());
  if (aws === undefined || envFile.problems.length > 0) return settings;

  const secretIds = [...settings.reader.references.values()].map(({ secretId }) => secretId);
  const secrets = await fetchSecrets([...new Set(secretIds)], aws);
  return readSettings(sources, settingSources, secrets);
}

function secretPaths(sources: SettingSources): readonly string[] {
  return variableTable.flatMap((variable) => {
    const setting = findSetting(variable, sources);
    return setting?.isPath ? [setting.text] : [];
  });
}

/** `aws` is where references are to be looked up; undefined when there are none. */
function readSettings(
  { flags, needs, readFile, envFile }: Sources,
  sources: SettingSources,
  secrets: FetchedSecrets,
): LoadedSettings & { readonly aws: AwsConfig | undefined } {
  const reader = createSettingReader(sources, readFile, secrets, envFile);
  const isOnline = needs.dify || needs.receiver;

  const wrongParts = new Set<SettingsPart>(envFile.problems.length === 0 ? [] : ['env_file']);
  const part = <Part>(name: SettingsPart, load: () => Part): Part => {
    const before = reader.problems.length;
    const loaded = load();
    if (reader.problems.length > before) wrongParts.add(name);
    return loaded;
  };

  const { env } = sources;
  const dify = needs.dify ? part('dify', () => loadDifyConfig(reader, flags)) : undefined;
  const receiver = isOnline
    ? part('receiver', () => loadReceiverConfig(reader, needs.receiver))
    : undefined;
  const report = needs.dify ? part('report', () => loadReportConfig(reader, flags)) : undefined;
  const network = isOnline
    ? part('network', () => loadNetworkConfig(reader, { caFile: flags.caFile, env, readFile }))
    : OFFLINE;
  const stateDir = loadStateDir(reader, { ...sources.envFile, ...sources.env });
  const logLevel = loadLogLevel(reader, flags);
  reader.read(variables.language); // it is spoken already; here a wrong one is noticed
  const aws = reader.references.size > 0 ? loadAwsConfig(reader) : undefined;
  noticeUnusedVariables(reader, sources);

  const base = { receiver, logLevel, ...network };
  return { reader, dify, report, base, stateDir, envFile: sources.envFile, wrongParts, aws };
}

function loadLogLevel(reader: SettingReader, flags: ConfigFlags): LogLevel {
  if (flags.verbose) return 'debug';
  return flags.quiet ? 'warn' : reader.read(variables.logLevel);
}

import type { BaseConfig, Config } from './config.ts';
import { ConfigError } from './config-error.ts';
import type { ConfigNotice } from './config-notice.ts';
import { type ConfigNeeds, type ConfigSources, loadSettings } from './load-settings.ts';

export type LoadedConfig<C> = { readonly config: C; readonly notices: readonly ConfigNotice[] };

/**
 * Loads and validates the configuration of a command.
 *
 * With `needs.dify` but without `needs.receiver`, as in a dry run, a receiver is used when it is
 * set. Throws a `ConfigError` that has every problem.
 */
export async function loadConfig(
  sources: ConfigSources & { readonly needs: ConfigNeeds & { readonly dify: true } },
): Promise<LoadedConfig<Config>>;
export async function loadConfig(
  sources: ConfigSources & { readonly needs: ConfigNeeds },
): Promise<LoadedConfig<BaseConfig>>;
export async function loadConfig(
  sources: ConfigSources & { readonly needs: ConfigNeeds },
): Promise<LoadedConfig<BaseConfig | Config>> {
  const { reader, dify, report, base, stateDir } = await loadSettings(sources);
  const { problems, notices } = reader;

  if (problems.length > 0 || stateDir === undefined) throw new ConfigError(problems);
  const config = { ...base, stateDir };
  const isComplete = dify !== undefined && report !== undefined;
  return { config: isComplete ? { ...config, dify, report } : config, notices };
}

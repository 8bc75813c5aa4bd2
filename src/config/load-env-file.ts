import { parseEnv } from 'node:util';
import { ConfigError } from './config-error.ts';
import type { Environment } from './find-setting.ts';
import { InvalidSetting } from './invalid-setting.ts';
import { readSettingFile } from './read-setting-file.ts';
import type { ReadFile } from './read-text-file.ts';

/** The variables of `--env-file`; none without one. */
export function loadEnvFile(path: string | undefined, readFile: ReadFile): Environment {
  if (path === undefined) return {};
  try {
    return parseEnv(readSettingFile(path, readFile));
  } catch (error) {
    // Nothing else is reported: every other variable may be in the file that is missing.
    if (!(error instanceof InvalidSetting)) throw error;
    const { problem, cure } = error;
    throw new ConfigError([{ variable: '--env-file', problem, cure }]);
  }
}

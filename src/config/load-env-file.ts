import { parseEnv } from 'node:util';
import type { ConfigProblem } from './config-error.ts';
import type { Environment } from './find-setting.ts';
import { InvalidSetting } from './invalid-setting.ts';
import type { ReadFile } from './read-named-file.ts';
import { readSettingFile } from './read-setting-file.ts';

export type EnvFile = {
  readonly variables: Environment;
  /** Why nobody knows what is in it. */
  readonly problem: ConfigProblem | undefined;
};

/** The variables of `--env-file`; none without one. */
export function loadEnvFile(path: string | undefined, readFile: ReadFile): EnvFile {
  if (path === undefined) return { variables: {}, problem: undefined };
  try {
    return { variables: parseEnv(readSettingFile(path, readFile)), problem: undefined };
  } catch (error) {
    if (!(error instanceof InvalidSetting)) throw error;
    const { problem, cure } = error;
    return { variables: {}, problem: { variable: '--env-file', problem, cure } };
  }
}

import { basename } from 'node:path';
import type { SettingFlag, VariableNames } from './variable.ts';

export type Environment = Readonly<Record<string, string | undefined>>;

export type SettingSources = {
  readonly flags: { readonly [flag in SettingFlag]?: string | undefined };
  readonly env: Environment;
  /** The variables of `--env-file`. */
  readonly envFile: Environment;
  /** The files of `$CREDENTIALS_DIRECTORY`, each by the name of its variable. */
  readonly credentials: Environment;
};

export type SettingPlace = 'option' | 'environment' | 'env_file' | 'credentials_directory';

export type Setting = {
  readonly place: SettingPlace;
  /** The name it was given under: `--mode`, `MAX_RETRY`, `DIFY_PASSWORD_FILE`. */
  readonly origin: string;
  readonly text: string;
  /** Whether `text` is the path of a file that holds the value. */
  readonly isPath: boolean;
};

/**
 * Finds what a variable is set to: by option, in the environment, in `--env-file`, and a secret at
 * last in `$CREDENTIALS_DIRECTORY`.
 *
 * An empty text is the same as none.
 */
export function findSetting(
  variable: VariableNames,
  { flags, env, envFile, credentials }: SettingSources,
): Setting | undefined {
  const option = variable.flag && flags[variable.flag];
  if (option) {
    return { place: 'option', origin: `--${variable.flag}`, text: option.trim(), isPath: false };
  }
  const given = findIn(env, variable);
  if (given !== undefined) return { place: 'environment', ...given };
  const written = findIn(envFile, variable);
  if (written !== undefined) return { place: 'env_file', ...written };

  const path = credentials[variable.name];
  if (!path) return undefined;
  const origin = `$CREDENTIALS_DIRECTORY/${basename(path)}`;
  return { place: 'credentials_directory', origin, text: path, isPath: true };
}

/** Whether a secret is given both directly and as a file, so that nobody can tell which is meant. */
export function isGivenTwice({ name, secret }: VariableNames, sources: SettingSources): boolean {
  const isGiven = (key: string) => Boolean(sources.env[key] || sources.envFile[key]);
  return secret === true && isGiven(name) && isGiven(fileName(name));
}

export function fileName(name: string): string {
  return `${name}_FILE`;
}

function findIn(
  environment: Environment,
  variable: VariableNames,
): Omit<Setting, 'place'> | undefined {
  const { name, alias, outrankedBy, secret } = variable;

  for (const key of [outrankedBy, name, alias]) {
    const given = key && environment[key];
    const text = secret ? given : given?.trim();
    if (key && text) return { origin: key, text, isPath: false };
  }
  const path = secret && environment[fileName(name)];
  return path ? { origin: fileName(name), text: path, isPath: true } : undefined;
}

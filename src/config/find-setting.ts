import type { SettingFlag, VariableNames } from './variable.ts';

export type Environment = Readonly<Record<string, string | undefined>>;

export type SettingSources = {
  readonly flags: { readonly [flag in SettingFlag]?: string | undefined };
  readonly env: Environment;
  /** The variables of `--env-file`. */
  readonly envFile: Environment;
};

export type Setting = {
  /** The name it was given under: `--mode`, `MAX_RETRY`, `DIFY_PASSWORD_FILE`. */
  readonly origin: string;
  readonly text: string;
  /** Whether `text` is the path of a file that holds the value. */
  readonly isPath: boolean;
};

/**
 * Finds what a variable is set to: by option, in the environment, then in `--env-file`.
 *
 * An empty text is the same as none.
 */
export function findSetting(
  variable: VariableNames,
  { flags, env, envFile }: SettingSources,
): Setting | undefined {
  const option = variable.flag && flags[variable.flag];
  if (option) return { origin: `--${variable.flag}`, text: option.trim(), isPath: false };

  for (const environment of [env, envFile]) {
    const setting = findIn(environment, variable);
    if (setting !== undefined) return setting;
  }
  return undefined;
}

/** Whether a secret is given both directly and as a file, so that nobody can tell which is meant. */
export function isGivenTwice({ name, secret }: VariableNames, sources: SettingSources): boolean {
  const isGiven = (key: string) => Boolean(sources.env[key] || sources.envFile[key]);
  return secret === true && isGiven(name) && isGiven(fileName(name));
}

export function fileName(name: string): string {
  return `${name}_FILE`;
}

function findIn(environment: Environment, variable: VariableNames): Setting | undefined {
  const { name, alias, outrankedBy, secret } = variable;

  for (const key of [outrankedBy, name, alias]) {
    const given = key && environment[key];
    const text = secret ? given : given?.trim();
    if (key && text) return { origin: key, text, isPath: false };
  }
  const path = secret && environment[fileName(name)];
  return path ? { origin: fileName(name), text: path, isPath: true } : undefined;
}

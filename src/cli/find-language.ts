import { assignedVariables, scanEnvFile } from '../config/scan-env-file.ts';
import { isLanguage, type Language } from '../language/languages.ts';

type LanguageSources = {
  /** The arguments after the program's name. */
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly readFile: (path: string) => Promise<string>;
};

const VARIABLE = 'DIFY_USAGE_LANG';

/**
 * The language to speak, which has to be known before the command line and the settings are read:
 * their mistakes are told in it. Those who read them refuse a wrong value, in English.
 */
export async function findLanguage({ args, env, readFile }: LanguageSources): Promise<Language> {
  const word =
    findOption(args, '--lang') ??
    trimmed(env[VARIABLE]) ??
    (await findInFile(args, readFile)) ??
    '';
  const language = word.toLowerCase();
  return isLanguage(language) ? language : 'en';
}

/** The last one counts; what follows `--` is no option. */
function findOption(args: readonly string[], option: string): string | undefined {
  const end = args.indexOf('--');
  const options = end === -1 ? args : args.slice(0, end);
  const index = options.findLastIndex((arg) => arg === option || arg.startsWith(`${option}=`));
  const found = options[index];
  return found === option ? options[index + 1] : found?.slice(option.length + 1);
}

async function findInFile(
  args: readonly string[],
  readFile: LanguageSources['readFile'],
): Promise<string | undefined> {
  const path = findOption(args, '--env-file');
  if (path === undefined) return undefined;
  try {
    const text = (await readFile(path)).replace(/^\ufeff/, '');
    return trimmed(assignedVariables(scanEnvFile(text))[VARIABLE]);
  } catch {
    return undefined; // whoever needs the file says what is wrong with it
  }
}

/** An empty text is the same as none. */
function trimmed(text: string | undefined): string | undefined {
  return text?.trim() || undefined;
}

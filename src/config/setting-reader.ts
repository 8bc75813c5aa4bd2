import { type Message, message } from '../language/message.ts';
import { sayInEnglish } from '../language/say.ts';
import { safeText } from '../text/safe-text.ts';
import type { ConfigProblem } from './config-error.ts';
import type { ConfigNotice } from './config-notice.ts';
import type { FetchedSecrets } from './fetch-aws-secrets.ts';
import {
  fileName,
  findSetting,
  isGivenTwice,
  type Setting,
  type SettingSources,
} from './find-setting.ts';
import { findUnknownVariables, type UnknownVariable } from './find-unknown-variables.ts';
import { InvalidSetting } from './invalid-setting.ts';
import { ENV_FILE, type EnvFile } from './load-env-file.ts';
import type { ReadFile } from './read-named-file.ts';
import { readReferencedSecret } from './read-referenced-secret.ts';
import { readSettingFile } from './read-setting-file.ts';
import { refusePlaceholder } from './refuse-placeholder.ts';
import {
  isSecretReference,
  parseSecretReference,
  type SecretReference,
} from './secret-reference.ts';
import type { Variable, VariableNames } from './variable.ts';

/** Reads settings one by one and remembers everything that is wrong with them. */
export type SettingReader = {
  /** The value or the default, which also stands for a wrong value: nothing will run then. */
  read<T>(variable: Variable<T> & { readonly default: string }): T;
  read<T>(variable: Variable<T>): T | undefined;
  /** The value; to be unset is a problem. */
  require<T>(variable: Variable<T>): T | undefined;
  isSet(variable: VariableNames): boolean;
  find(variable: VariableNames): Setting | undefined;
  /** The name the variable was given under, such as `--mode`; its own when it is unset. */
  originOf(variable: VariableNames): string;
  /** What `parse` returns; when it throws an `InvalidSetting`, undefined and a problem of `origin`. */
  attempt<T>(origin: string, parse: () => T): T | undefined;
  addProblem(problem: ConfigProblem): void;
  /** Of what is not set; it is none where it may be set in an env file of which not all is read. */
  addAbsence(problem: ConfigProblem): void;
  addNotice(notice: ConfigNotice): void;
  readonly problems: readonly ConfigProblem[];
  readonly notices: readonly ConfigNotice[];
  /** What was read and turned out to stand in AWS Secrets Manager, by the name of the variable. */
  readonly references: ReadonlyMap<string, SecretReference>;
  readonly unknownVariables: readonly UnknownVariable[];
};

/**
 * `secrets` is what references refer to. A secret that is not among it is not known yet, which is
 * no problem: the value is undefined, and the reference is remembered.
 */
export function createSettingReader(
  sources: SettingSources,
  readFile: ReadFile,
  secrets: FetchedSecrets,
  envFile: Pick<EnvFile, 'problems' | 'notices'>,
): SettingReader {
  const problems: ConfigProblem[] = [...envFile.problems];
  const notices: ConfigNotice[] = [...envFile.notices];
  const references = new Map<string, SecretReference>();
  const unknownVariables = findUnknownVariables(sources.env, sources.envFile);

  function read<T>(variable: Variable<T> & { readonly default: string }): T;
  function read<T>(variable: Variable<T>): T | undefined;
  function read<T>(variable: Variable<T>): T | undefined {
    if (isGivenTwice(variable, sources)) return reportGivenTwice(variable.name);

    const setting = findSetting(variable, sources);
    const value = setting && attempt(setting.origin, () => parseSetting(variable, setting));
    if (value !== undefined || variable.default === undefined) return value;
    return variable.parse(variable.default);
  }

  function parseSetting<T>(variable: Variable<T>, { isPath, text: given }: Setting): T | undefined {
    const text = isPath ? readSecretFile(given, readFile) : given;
    if (variable.secret !== true || !isSecretReference(text)) {
      refusePlaceholder(variable, text);
      return variable.parse(text);
    }

    const reference = parseSecretReference(text);
    references.set(variable.name, reference);
    const secret = secrets.get(reference.secretId);
    if (secret instanceof InvalidSetting) throw secret;
    return secret === undefined
      ? undefined
      : variable.parse(readReferencedSecret(secret, reference));
  }

  function require<T>(variable: Variable<T>): T | undefined {
    if (!isSet(variable)) {
      const { name, meaning } = variable;
      const wrong = unknownVariables.find(({ nearest }) => nearest === name);
      const takenBack = envFile.notices.find(({ variable: other }) => other === name);
      addAbsence({
        variable: name,
        problem: message('unset_problem'),
        cure: takenBack?.text ?? describeUnset(meaning, wrong),
      });
    }
    return read(variable);
  }

  function attempt<T>(origin: string, parse: () => T): T | undefined {
    try {
      return parse();
    } catch (error) {
      if (!(error instanceof InvalidSetting)) throw error;
      const { problem, cure, status } = error;
      addProblem({ variable: origin, problem, cure, status });
      return undefined;
    }
  }

  function reportGivenTwice(name: string): undefined {
    const problem = message('given_twice_problem', { name, file: fileName(name) });
    addProblem({ variable: name, problem, cure: message('given_twice_cure') });
  }

  /**
   * A variable that is read in two places is reported once, and nothing is said of a value that is
   * not the whole one.
   */
  function addProblem(problem: ConfigProblem): void {
    if (envFile.problems.some(({ variable }) => variable === problem.variable)) return;
    const sentence = sayInEnglish(problem.problem);
    const isKnown = problems.some(
      (known) => known.variable === problem.variable && sayInEnglish(known.problem) === sentence,
    );
    if (!isKnown) problems.push(problem);
  }

  function addAbsence(problem: ConfigProblem): void {
    const isAllRead = envFile.problems.every(({ variable }) => variable !== ENV_FILE);
    if (isAllRead) addProblem(problem);
  }

  function find(variable: VariableNames): Setting | undefined {
    return findSetting(variable, sources);
  }

  function isSet(variable: VariableNames): boolean {
    return find(variable) !== undefined;
  }

  return {
    read,
    require,
    isSet,
    find,
    originOf: (variable) => find(variable)?.origin ?? variable.name,
    attempt,
    addProblem,
    addAbsence,
    addNotice: (notice) => void notices.push(notice),
    problems,
    notices,
    references,
    unknownVariables,
  };
}

function describeUnset(meaning: Message, wrong: UnknownVariable | undefined): Message {
  if (wrong === undefined) return message('unset_cure', { meaning });
  const name = safeText(wrong.name, 60);
  return wrong.former === 'renamed'
    ? message('unset_cure_renamed', { meaning, name })
    : message('unset_cure_misspelt', { meaning, name });
}

function readSecretFile(path: string, readFile: ReadFile): string {
  // Editors and `echo` end a file with a line break that is no part of the secret.
  const text = readSettingFile(path, readFile).replace(/\r?\n$/, '');
  if (text !== '') return text;
  throw new InvalidSetting(message('value_file_empty_problem'), message('value_file_empty_cure'));
}

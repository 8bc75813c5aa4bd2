import { safeText } from '../cli/safe-text.ts';
import { PeriodError } from '../period/period-error.ts';
import type { ConfigProblem } from './config-error.ts';
import type { ConfigNotice } from './config-notice.ts';
import { fileName, findSetting, isGivenTwice, type SettingSources } from './find-setting.ts';
import { InvalidSetting } from './invalid-setting.ts';
import { type ReadFile, readTextFile } from './read-text-file.ts';
import type { Variable, VariableNames } from './variable.ts';

/** Reads settings one by one and remembers everything that is wrong with them. */
export type SettingReader = {
  /** The value or the default, which also stands for a wrong value: nothing will run then. */
  read<T>(variable: Variable<T> & { readonly default: string }): T;
  read<T>(variable: Variable<T>): T | undefined;
  /** The value; to be unset is a problem. */
  require<T>(variable: Variable<T>): T | undefined;
  isSet(variable: VariableNames): boolean;
  /** The name the variable was given under, such as `--mode`; its own when it is unset. */
  originOf(variable: VariableNames): string;
  /** What `parse` returns; when it throws, undefined and a problem of `origin`. */
  attempt<T>(origin: string, parse: () => T): T | undefined;
  addProblem(problem: ConfigProblem): void;
  addNotice(notice: ConfigNotice): void;
  readonly problems: readonly ConfigProblem[];
  readonly notices: readonly ConfigNotice[];
};

export function createSettingReader(sources: SettingSources, readFile: ReadFile): SettingReader {
  const problems: ConfigProblem[] = [];
  const notices: ConfigNotice[] = [];

  function read<T>(variable: Variable<T> & { readonly default: string }): T;
  function read<T>(variable: Variable<T>): T | undefined;
  function read<T>(variable: Variable<T>): T | undefined {
    if (isGivenTwice(variable, sources)) return reportGivenTwice(variable.name);

    const setting = findSetting(variable, sources);
    const value =
      setting &&
      attempt(setting.origin, () =>
        variable.parse(setting.isPath ? readSecretFile(setting.text, readFile) : setting.text),
      );
    if (value !== undefined || variable.default === undefined) return value;
    return variable.parse(variable.default);
  }

  function require<T>(variable: Variable<T>): T | undefined {
    if (!isSet(variable)) {
      const { name, meaning } = variable;
      addProblem({ variable: name, problem: 'It is not set.', cure: `Set it to ${meaning}.` });
    }
    return read(variable);
  }

  function attempt<T>(origin: string, parse: () => T): T | undefined {
    try {
      return parse();
    } catch (error) {
      addProblem({ variable: origin, ...explain(error) });
      return undefined;
    }
  }

  function reportGivenTwice(name: string): undefined {
    const problem = `Both ${name} and ${fileName(name)} are set.`;
    addProblem({ variable: name, problem, cure: 'Remove one of the two.' });
  }

  /** A variable that is read in two places is reported once. */
  function addProblem(problem: ConfigProblem): void {
    const isKnown = problems.some(
      (known) => known.variable === problem.variable && known.problem === problem.problem,
    );
    if (!isKnown) problems.push(problem);
  }

  function isSet(variable: VariableNames): boolean {
    return findSetting(variable, sources) !== undefined;
  }

  return {
    read,
    require,
    isSet,
    originOf: (variable) => findSetting(variable, sources)?.origin ?? variable.name,
    attempt,
    addProblem,
    addNotice: (notice) => void notices.push(notice),
    problems,
    notices,
  };
}

function readSecretFile(path: string, readFile: ReadFile): string {
  // Editors and `echo` end a file with a line break that is no part of the secret.
  const text = readTextFile(path, readFile).replace(/\r?\n$/, '');
  if (text !== '') return text;
  throw new InvalidSetting('The file is empty.', 'Write the secret into it.');
}

function explain(error: unknown): Pick<ConfigProblem, 'problem' | 'cure'> {
  if (error instanceof InvalidSetting) return { problem: error.problem, cure: error.cure };
  // Its message says the cure as well; it repeats what was typed.
  if (error instanceof PeriodError) return { problem: safeText(error.message, 400), cure: '' };
  throw error;
}

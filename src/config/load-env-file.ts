import { message } from '../language/message.ts';
import type { ConfigProblem } from './config-error.ts';
import type { ConfigNotice } from './config-notice.ts';
import type { Environment } from './find-setting.ts';
import { InvalidSetting } from './invalid-setting.ts';
import { isKnownVariable } from './known-variables.ts';
import type { ReadFile } from './read-named-file.ts';
import { readSettingFile } from './read-setting-file.ts';
import { assignedVariables, type EnvAssignment, scanEnvFile } from './scan-env-file.ts';

export type EnvFile = {
  readonly variables: Environment;
  /**
   * Those of `--env-file` are why nobody knows all that is in it; the others are of the variable
   * whose value may not be what was meant.
   */
  readonly problems: readonly ConfigProblem[];
  readonly notices: readonly ConfigNotice[];
};

export const ENV_FILE = '--env-file';

const LINES_TOLD = 10;
/** More than are set in any file of settings. */
const DOUBTS_TOLD = 100;
const LONE_CARRIAGE_RETURN = /\r(?!\n)/;

/** The variables of `--env-file`; none without one. */
export function loadEnvFile(path: string | undefined, readFile: ReadFile): EnvFile {
  if (path === undefined) return { variables: {}, problems: [], notices: [] };
  try {
    return understand(readSettingFile(path, readFile));
  } catch (error) {
    if (!(error instanceof InvalidSetting)) throw error;
    const { problem, cure } = error;
    return { variables: {}, problems: [{ variable: ENV_FILE, problem, cure }], notices: [] };
  }
}

function understand(text: string): EnvFile {
  if (LONE_CARRIAGE_RETURN.test(text)) {
    throw new InvalidSetting(message('env_breaks_problem'), message('env_breaks_cure'));
  }
  const scanned = scanEnvFile(text);
  return {
    variables: assignedVariables(scanned),
    problems: [
      ...describeStrayLines(scanned.strayLines),
      ...scanned.assignments.flatMap(describeDoubt).slice(0, DOUBTS_TOLD),
    ],
    notices: noticeRepeated(scanned.assignments.filter(({ name }) => isKnownVariable(name))),
  };
}

/** A line is named by its number: what stands in it may be a secret. */
function describeStrayLines(strayLines: readonly number[]): readonly ConfigProblem[] {
  const [line, ...others] = strayLines;
  if (line === undefined) return [];
  if (others.length === 0) {
    const problem = message('env_line_problem', { line });
    return [{ variable: ENV_FILE, problem, cure: message('env_line_cure') }];
  }
  const told = strayLines.slice(0, LINES_TOLD).map(String);
  const lines = told.length < strayLines.length ? [...told, '…'] : told;
  const problem = message('env_lines_problem', { lines });
  return [{ variable: ENV_FILE, problem, cure: message('env_lines_cure') }];
}

/** Values that this program does not read may be cut, but must not hide others. */
function describeDoubt({ name, line, doubt }: EnvAssignment): readonly ConfigProblem[] {
  if (doubt === undefined) return [];
  if (doubt.kind !== 'after_quote' && !isKnownVariable(name)) return [];
  const problem =
    doubt.kind === 'after_quote'
      ? message('env_after_quote_problem', { line, last: doubt.line })
      : message(`env_${doubt.kind}_problem`, { line });
  return [{ variable: name, problem, cure: message(`env_${doubt.kind}_cure`) }];
}

/** Says where a line is without effect, because another one sets the same variable to another value. */
function noticeRepeated(assignments: readonly EnvAssignment[]): readonly ConfigNotice[] {
  const counting = new Map(assignments.map((assignment) => [assignment.name, assignment]));
  return [...counting.values()].flatMap(({ name, value, line: last }) => {
    const other = assignments.findLast(
      (each) => each.name === name && each.value !== '' && each.value !== value,
    );
    if (other === undefined) return [];
    const text = message('notice_variable_repeated', { line: other.line, last });
    return [{ code: 'variable_repeated', variable: name, text }];
  });
}

import { ExitCode, mostUrgent } from '../exit-code.ts';
import { chain } from '../language/chain.ts';
import { type Message, message, type Text } from '../language/message.ts';
import { ToldError } from '../language/told-error.ts';

export type ConfigProblem = {
  /** The variable or option to change, as it was given: `DIFY_EMAIL`, `DIFY_PASSWORD_FILE`, `--mode`. */
  readonly variable: string;
  /** What is wrong; a sentence without the value of a secret. */
  readonly problem: Text;
  /** What would be right; a sentence, or nothing when the problem already says it. */
  readonly cure: Text;
  /** How the program ends where neither the configuration nor the command line is to blame. */
  readonly status?: ExitCode | undefined;
};

// A file that is missing or wrong is the configuration's fault, although an option names it.
const OPTIONS_FOR_FILES: ReadonlySet<string> = new Set(['--env-file', '--ca-file']);

/** Everything that is wrong with the settings, so that one look is enough to mend them. */
export class ConfigError extends ToldError {
  override readonly name = 'ConfigError';
  readonly problems: readonly ConfigProblem[];

  constructor(problems: readonly ConfigProblem[]) {
    super(describe(problems));
    this.problems = problems;
  }

  /**
   * 64 when only options are wrong, so that the caller and not the operator has to act; 69 or 77
   * when nothing but AWS Secrets Manager stands in the way; else 78.
   */
  get exitCode(): ExitCode {
    const onlyOptions = this.problems.every(
      ({ variable }) => variable.startsWith('--') && !OPTIONS_FOR_FILES.has(variable),
    );
    if (onlyOptions) return ExitCode.commandLine;
    return mostUrgent(this.problems.map(({ status }) => status ?? ExitCode.config));
  }
}

function describe(problems: readonly ConfigProblem[]): Message {
  const count = problems.length;
  return message('config_error', {
    heading: count === 1 ? message('config_heading') : message('config_heading_of_many', { count }),
    problems: chain('config_lines', problems.map(describeProblem)),
  });
}

function describeProblem({ variable, problem, cure }: ConfigProblem): Message {
  return cure === ''
    ? message('config_line_without_cure', { variable, problem })
    : message('config_line', { variable, problem, cure });
}

import type { ConfigError } from '../../src/config/config-error.ts';
import type { ConfigNotice } from '../../src/config/config-notice.ts';
import { sayInEnglish } from '../../src/language/say.ts';

/** What a person reads of the problems, in English. */
export function toldRefusal({ message, exitCode, problems }: ConfigError) {
  return {
    message,
    exitCode,
    problems: problems.map(({ problem, cure, ...rest }) => ({
      ...rest,
      problem: sayInEnglish(problem),
      cure: sayInEnglish(cure),
    })),
  };
}

export function toldNotices(notices: readonly ConfigNotice[]) {
  return notices.map(({ text, ...rest }) => ({ ...rest, message: sayInEnglish(text) }));
}

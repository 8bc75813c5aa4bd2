import type { ConfigProblem } from '../config/config-error.ts';
import type { ConfigNotice } from '../config/config-notice.ts';
import type { SettingDescription } from '../config/describe-settings.ts';
import type { ExitCode } from '../exit-code.ts';
import type { Say } from '../language/say.ts';
import { toProblemDocument } from './problem-document.ts';
import { toTextDocument } from './text-document.ts';

export type ConfigReport = {
  readonly settings: readonly SettingDescription[];
  readonly problems: readonly ConfigProblem[];
  readonly notices: readonly ConfigNotice[];
};

/** The settings for `--json`: `value` is null for a secret, for what is not shown, and where there is none. */
export function toSettingsDocument(
  { settings, problems, notices }: ConfigReport,
  status: ExitCode,
  say: Say,
) {
  return {
    command: 'config',
    status,
    settings: settings.map(({ name, state, isSecret, value, origin }) => ({
      name,
      state,
      secret: isSecret,
      value: value ?? null,
      from: origin === undefined ? null : toOriginDocument(origin),
    })),
    problems: problems.map((problem) => toProblemDocument(problem, say)),
    notices: notices.map(({ code, variable, text }) => ({
      code,
      variable,
      ...toTextDocument(text, say),
    })),
  };
}

function toOriginDocument({ place, name, reference }: NonNullable<SettingDescription['origin']>) {
  return { place, name, reference: reference ?? null };
}

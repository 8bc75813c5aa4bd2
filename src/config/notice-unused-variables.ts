import { safeText } from '../cli/safe-text.ts';
import type { SettingSources } from './find-setting.ts';
import type { SettingReader } from './setting-reader.ts';
import type { Variable } from './variable.ts';
import { variables } from './variables.ts';

const TABLE: readonly Variable<unknown>[] = Object.values(variables);

/** Names the variables that somebody has set in vain. */
export function noticeUnusedVariables(
  reader: SettingReader,
  { envFile, credentials }: SettingSources,
): void {
  if (reader.isSet(variables.cronSchedule)) {
    reader.addNotice({
      code: 'cron_schedule_ignored',
      variable: variables.cronSchedule.name,
      message: 'This program does not schedule itself: the crontab says when it runs.',
    });
  }

  if (envFile['NODE_EXTRA_CA_CERTS']) {
    reader.addNotice({
      code: 'ca_certs_too_late',
      variable: 'NODE_EXTRA_CA_CERTS',
      message:
        'It has no effect in an env file, because Node.js reads it when it starts: ' +
        'set it in the environment, or use --ca-file.',
    });
  }

  for (const variable of TABLE) {
    const setting = reader.find(variable);
    if (!credentials[variable.name] || setting?.place === 'credentials_directory') continue;
    reader.addNotice({
      code: 'credential_outranked',
      variable: variable.name,
      message: `The file of that name in $CREDENTIALS_DIRECTORY is not used, because ${setting?.origin} is set.`,
    });
  }

  noticeUnknownVariables(reader);
}

function noticeUnknownVariables({ unknownVariables, addNotice }: SettingReader): void {
  for (const { name, nearest, isMisspelling } of unknownVariables) {
    const question = nearest === undefined ? '' : ` Is ${nearest} meant?`;
    addNotice({
      code: isMisspelling ? 'variable_misspelt' : 'variable_unknown',
      variable: safeText(name, 60),
      message: `No setting has this name, so that it has no effect.${question}`,
    });
  }
}

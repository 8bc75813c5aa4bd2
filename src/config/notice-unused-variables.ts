import { safeText } from '../cli/safe-text.ts';
import type { Environment, SettingSources } from './find-setting.ts';
import type { SettingReader } from './setting-reader.ts';
import type { Variable } from './variable.ts';
import { variables } from './variables.ts';

const TABLE: readonly Variable<unknown>[] = Object.values(variables);

const READ_BY_US: ReadonlySet<string | undefined> = new Set(
  TABLE.flatMap(({ name, alias }) => [name, alias]),
);

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

  if (reader.isSet({ name: 'NODE_TLS_REJECT_UNAUTHORIZED' })) {
    reader.addNotice({
      code: 'tls_stays_verified',
      variable: 'NODE_TLS_REJECT_UNAUTHORIZED',
      message:
        'It has no effect: certificates are always verified. ' +
        'Name the authority that signed them with --ca-file.',
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

  if (reader.references.size > 0) noticeAwsVariables(reader, envFile);

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

/** Its credentials the AWS SDK looks up by itself, and knows no env file. */
function noticeAwsVariables({ addNotice }: SettingReader, envFile: Environment): void {
  for (const name of Object.keys(envFile)) {
    if (!name.startsWith('AWS_') || READ_BY_US.has(name)) continue;
    addNotice({
      code: 'aws_variable_unseen',
      variable: safeText(name, 60),
      message: 'It has no effect in an env file, because the AWS SDK reads the environment alone.',
    });
  }
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

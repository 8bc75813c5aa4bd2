import { type Message, message } from '../language/message.ts';
import { safeText } from '../text/safe-text.ts';
import type { Environment, SettingSources } from './find-setting.ts';
import type { UnknownVariable } from './find-unknown-variables.ts';
import type { SettingReader } from './setting-reader.ts';
import { variables, variableTable } from './variables.ts';

const READ_BY_US: ReadonlySet<string | undefined> = new Set(
  variableTable.flatMap(({ name, alias }) => [name, alias]),
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
      text: message('notice_cron_schedule'),
    });
  }

  if (reader.isSet({ name: 'NODE_TLS_REJECT_UNAUTHORIZED' })) {
    reader.addNotice({
      code: 'tls_stays_verified',
      variable: 'NODE_TLS_REJECT_UNAUTHORIZED',
      text: message('notice_tls_verified'),
    });
  }

  if (envFile['NODE_EXTRA_CA_CERTS']) {
    reader.addNotice({
      code: 'ca_certs_too_late',
      variable: 'NODE_EXTRA_CA_CERTS',
      text: message('notice_ca_too_late'),
    });
  }

  if (reader.references.size > 0) noticeAwsVariables(reader, envFile);

  for (const variable of variableTable) {
    const setting = reader.find(variable);
    if (!credentials[variable.name] || setting?.place === 'credentials_directory') continue;
    reader.addNotice({
      code: 'credential_outranked',
      variable: variable.name,
      text: message('notice_credential_outranked', { origin: setting?.origin ?? '' }),
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
      text: message('notice_aws_variable_unseen'),
    });
  }
}

function noticeUnknownVariables({ unknownVariables, addNotice }: SettingReader): void {
  for (const unknown of unknownVariables) {
    addNotice({
      code: codeOf(unknown),
      variable: safeText(unknown.name, 60),
      text: describeUnknown(unknown),
    });
  }
}

function codeOf({ isMisspelling, former }: UnknownVariable): string {
  if (!isMisspelling) return 'variable_unknown';
  return former === 'renamed' ? 'variable_renamed' : 'variable_misspelt';
}

function describeUnknown({ nearest, former }: UnknownVariable): Message {
  if (former === 'gone') return message('notice_variable_gone');
  if (former === 'obsolete') return message('notice_variable_obsolete');
  if (nearest === undefined) return message('notice_variable_unknown');
  return former === 'renamed'
    ? message('notice_variable_renamed', { name: nearest })
    : message('notice_variable_misspelt', { nearest });
}

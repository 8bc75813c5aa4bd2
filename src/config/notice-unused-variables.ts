import type { Environment } from './find-setting.ts';
import type { SettingReader } from './setting-reader.ts';
import { variables } from './variables.ts';

/** Names the variables that somebody has set in vain. */
export function noticeUnusedVariables(reader: SettingReader, envFile: Environment): void {
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
}

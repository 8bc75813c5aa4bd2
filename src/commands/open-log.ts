import { createLogger, type Logger } from '../cli/logger.ts';
import type { BaseConfig, LogLevel } from '../config/config.ts';
import type { ConfigNotice } from '../config/config-notice.ts';
import type { Host } from '../host.ts';
import { message } from '../language/message.ts';
import { sayInEnglish } from '../language/say.ts';

/** Worth a mail from cron; the others would come every hour. */
const URGENT: ReadonlySet<string> = new Set([
  'aws_variable_unseen',
  'receiver_over_http',
  'bearer_prefix_ignored',
  'ca_certs_too_late',
  'ca_certs_unusable',
  'tls_stays_verified',
  'credential_outranked',
  'variable_misspelt',
  'variable_renamed',
  'variable_repeated',
]);

/** On a terminal people read sentences, and log lines only when they ask for them. */
export async function openLog(
  { logLevel }: BaseConfig,
  notices: readonly ConfigNotice[],
  host: Host,
): Promise<Logger> {
  const isForPeople = host.stderr.isTTY === true && logLevel === 'info';
  const level: LogLevel = isForPeople ? 'silent' : logLevel;
  const log = await createLogger({
    level,
    stream: { write: (line) => void host.stderr.write(line) },
  });
  for (const { code, variable, text } of notices) {
    const isUrgent = URGENT.has(code);
    if (isUrgent && isForPeople) {
      const notice = message('settings_notice', { variable, notice: text });
      host.stderr.write(`${host.say(notice)}\n`);
      continue;
    }
    log[isUrgent ? 'warn' : 'debug'](
      { code, variable, notice: sayInEnglish(text) },
      'Configuration notice',
    );
  }
  return log;
}

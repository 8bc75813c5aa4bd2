import { setTimeout as sleep } from 'node:timers/promises';
import type { Dispatcher } from 'undici';
import type { GlobalFlags } from '../cli/command.ts';
import { createLogger, type Logger } from '../cli/logger.ts';
import type { BaseConfig, LogLevel } from '../config/config.ts';
import type { ConfigNotice } from '../config/config-notice.ts';
import type { FetchSecrets } from '../config/fetch-aws-secrets.ts';
import { rememberSecrets } from '../config/remember-secrets.ts';
import type { Host } from '../host.ts';
import { createDispatcher } from '../http/create-dispatcher.ts';
import { sayInEnglish } from '../language/say.ts';
import { version } from '../version.ts';

/** What is not deterministic, as every run uses it. */
export const realPorts = {
  now: Date.now,
  monotonicNow: () => performance.now(),
  async sleep(ms: number, signal?: AbortSignal): Promise<void> {
    try {
      await sleep(ms, undefined, signal === undefined ? {} : { signal });
    } catch (error) {
      signal?.throwIfAborted(); // its reason, rather than the timer's AbortError
      throw error;
    }
  },
  userAgent: `dify-usage/${version}`,
} as const;

export function configSources<Flags extends GlobalFlags>(flags: Flags, host: Host) {
  // Most runs have no reference to AWS Secrets Manager.
  const fetchSecrets: FetchSecrets = async (secretIds, config) => {
    const { fetchAwsSecrets } = await import('../config/fetch-aws-secrets.ts');
    return await fetchAwsSecrets(secretIds, config);
  };
  const { env, readFile } = host;
  return { flags, env, readFile, fetchSecrets: rememberSecrets(fetchSecrets) };
}

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
]);

/** On a terminal people read the summary, and log lines only when they ask for them. */
export async function openLog(
  { logLevel }: BaseConfig,
  notices: readonly ConfigNotice[],
  host: Host,
): Promise<Logger> {
  const level: LogLevel = host.stderr.isTTY && logLevel === 'info' ? 'silent' : logLevel;
  const log = await createLogger({
    level,
    stream: { write: (line) => void host.stderr.write(line) },
  });
  for (const { code, variable, text } of notices) {
    const isUrgent = URGENT.has(code);
    log[isUrgent ? 'warn' : 'debug'](
      { code, variable, notice: sayInEnglish(text) },
      'Configuration notice',
    );
  }
  return log;
}

/** Opens a pool per origin and closes them all when the run is over. */
export async function withDispatchers<Result>(
  config: BaseConfig,
  targets: readonly { readonly origin: string; readonly connections: number }[],
  run: (dispatchers: readonly Dispatcher[]) => Promise<Result>,
): Promise<Result> {
  const dispatchers = targets.map(({ origin, connections }) =>
    createDispatcher(origin, { ...config, connections }),
  );
  try {
    return await run(dispatchers);
  } finally {
    await Promise.all(dispatchers.map((dispatcher) => dispatcher.destroy()));
  }
}

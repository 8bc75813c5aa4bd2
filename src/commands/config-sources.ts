import type { GlobalFlags } from '../cli/command.ts';
import { whileInterruptible } from '../cli/interruption.ts';
import type { FetchSecrets } from '../config/fetch-aws-secrets.ts';
import { rememberSecrets } from '../config/remember-secrets.ts';
import type { Host } from '../host.ts';

/** Where the settings of a command are from. */
export function configSources<Flags extends GlobalFlags>(flags: Flags, host: Host) {
  // Most runs have no reference to AWS Secrets Manager.
  const fetchSecrets: FetchSecrets = async (secretIds, config) => {
    const { fetchAwsSecrets } = await import('../config/fetch-aws-secrets.ts');
    return await whileInterruptible(host, (signal) => fetchAwsSecrets(secretIds, config, signal));
  };
  const { env, readFile } = host;
  return { flags, env, readFile, fetchSecrets: rememberSecrets(fetchSecrets) };
}

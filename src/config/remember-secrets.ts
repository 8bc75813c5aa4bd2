import type { FetchSecrets } from './fetch-aws-secrets.ts';
import type { InvalidSetting } from './invalid-setting.ts';

/** Asks for each secret once, however often the settings are read; kept in memory alone. */
export function rememberSecrets(fetchSecrets: FetchSecrets): FetchSecrets {
  const known = new Map<string, string | InvalidSetting>();
  return async (secretIds, config) => {
    const unknown = secretIds.filter((id) => !known.has(id));
    if (unknown.length > 0) {
      for (const [id, secret] of await fetchSecrets(unknown, config)) known.set(id, secret);
    }
    return known;
  };
}

import type { AdminKeyCredential, DifyConfig, PasswordCredential } from './config.ts';
import type { ConfigFlags } from './config-flags.ts';
import { parseRate } from './parse-scalars.ts';
import type { SettingReader } from './setting-reader.ts';
import { variables } from './variables.ts';

export function loadDifyConfig(reader: SettingReader, flags: ConfigFlags): DifyConfig | undefined {
  const origin = reader.require(variables.difyApiBaseUrl);
  const credential = loadCredential(reader);
  const frontHeaders = loadFrontHeaders(reader);
  const timeoutMs = reader.read(variables.difyFetchTimeoutMs);
  const concurrency = reader.read(variables.difyConcurrency);
  const { maxRps: rate, forceLogin = false } = flags;
  const maxRps =
    rate === undefined ? undefined : reader.attempt('--max-rps', () => parseRate(rate));

  if (origin === undefined || credential === undefined) return undefined;
  return { origin, credential, timeoutMs, concurrency, maxRps, forceLogin, frontHeaders };
}

function loadFrontHeaders(reader: SettingReader): Readonly<Record<string, string>> {
  const headers = reader.read(variables.difyExtraHeaders) ?? {};
  const authorization = reader.read(variables.difyBasicAuth);
  if (authorization === undefined) return headers;

  if (reader.isSet(variables.difyAdminApiKey)) {
    reader.addProblem({
      variable: reader.originOf(variables.difyBasicAuth),
      problem: 'It cannot go with DIFY_ADMIN_API_KEY: both need the one header Authorization.',
      cure: 'Use DIFY_EMAIL and DIFY_PASSWORD in place of the key, or an address of Dify without basic authentication.',
    });
  }
  return { ...headers, authorization };
}

function loadCredential(
  reader: SettingReader,
): PasswordCredential | AdminKeyCredential | undefined {
  if (!reader.isSet(variables.difyAdminApiKey)) return loadPassword(reader);

  if (reader.isSet(variables.difyPassword)) {
    reader.addProblem({
      variable: variables.difyAdminApiKey.name,
      problem: 'An admin API key and a password are both set.',
      cure: 'Remove DIFY_ADMIN_API_KEY to sign in with DIFY_EMAIL, or DIFY_PASSWORD to use the key.',
    });
  }
  return loadAdminKey(reader);
}

function loadAdminKey(reader: SettingReader): AdminKeyCredential | undefined {
  const apiKey = reader.read(variables.difyAdminApiKey);
  const workspaceIds = reader.require(variables.difyWorkspaceId);

  if (apiKey === undefined || workspaceIds === undefined) return undefined;
  return { kind: 'admin-key', apiKey, workspaceIds };
}

function loadPassword(reader: SettingReader): PasswordCredential | undefined {
  const email = reader.require(variables.difyEmail);
  const password = reader.require(variables.difyPassword);
  const [workspaceId, ...others] = reader.read(variables.difyWorkspaceId) ?? [];

  if (others.length > 0) {
    reader.addProblem({
      variable: variables.difyWorkspaceId.name,
      problem: 'It names several workspaces, but a password opens only the current one.',
      cure: 'Name one, or use DIFY_ADMIN_API_KEY in place of the password.',
    });
  }
  if (email === undefined || password === undefined) return undefined;
  return { kind: 'password', email, password, workspaceId };
}

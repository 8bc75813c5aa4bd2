import { message } from '../language/message.ts';
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
      problem: message('basic_auth_with_key_problem'),
      cure: message('basic_auth_with_key_cure'),
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
      problem: message('two_credentials_problem'),
      cure: message('two_credentials_cure'),
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
    // Several are right with an admin key.
    reader.addAbsence({
      variable: variables.difyWorkspaceId.name,
      problem: message('several_workspaces_problem'),
      cure: message('several_workspaces_cure'),
    });
  }
  if (email === undefined || password === undefined) return undefined;
  return { kind: 'password', email, password, workspaceId };
}

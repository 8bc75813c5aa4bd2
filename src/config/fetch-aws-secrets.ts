import type { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { errorCode } from '../error-code.ts';
import { message } from '../language/message.ts';
import { explainAwsFailure } from './explain-aws-failure.ts';
import { InvalidSetting } from './invalid-setting.ts';
import { quote } from './quote.ts';

/** Undefined: as the AWS SDK finds it by itself. */
export type AwsConfig = {
  readonly region: string | undefined;
  readonly endpoint: string | undefined;
};

/** The text of each secret, or why there is none. */
export type FetchedSecrets = ReadonlyMap<string, string | InvalidSetting>;

export type FetchSecrets = (
  secretIds: readonly string[],
  config: AwsConfig,
) => Promise<FetchedSecrets>;

// The SDK waits for ever by default.
const REQUEST_TIMEOUT_MS = 10_000;
const CONNECT_TIMEOUT_MS = 5000;
const ATTEMPTS = 3;

/** Reads each secret once, whatever number of settings refer to it. Throws the reason of the signal. */
export async function fetchAwsSecrets(
  secretIds: readonly string[],
  config: AwsConfig,
  signal: AbortSignal,
  requestTimeoutMs = REQUEST_TIMEOUT_MS,
): Promise<FetchedSecrets> {
  const sdk = await loadSdk();
  if (sdk instanceof InvalidSetting) return new Map(secretIds.map((id) => [id, sdk]));

  const { region, endpoint } = config;
  const client = new sdk.SecretsManagerClient({
    ...(region === undefined ? {} : { region }),
    ...(endpoint === undefined ? {} : { endpoint }),
    maxAttempts: ATTEMPTS,
    requestHandler: {
      connectionTimeout: CONNECT_TIMEOUT_MS,
      requestTimeout: requestTimeoutMs,
      throwOnRequestTimeout: true,
    },
  });
  const fetchOne = async (id: string) => [id, await fetchSecret(sdk, client, id, signal)] as const;
  try {
    return new Map(await Promise.all(secretIds.map(fetchOne)));
  } finally {
    client.destroy();
  }
}

type Sdk = typeof import('@aws-sdk/client-secrets-manager');

/** An optional package: most installations have their secrets in files and do without its 17 MB. */
async function loadSdk(): Promise<Sdk | InvalidSetting> {
  try {
    return await import('@aws-sdk/client-secrets-manager');
  } catch (error) {
    const isMissing = error instanceof Error && errorCode(error) === 'ERR_MODULE_NOT_FOUND';
    if (!isMissing) throw error;
    return new InvalidSetting(message('aws_sdk_missing_problem'), message('aws_sdk_missing_cure'));
  }
}

async function fetchSecret(
  { GetSecretValueCommand }: Sdk,
  client: SecretsManagerClient,
  secretId: string,
  abortSignal: AbortSignal,
): Promise<string | InvalidSetting> {
  try {
    const command = new GetSecretValueCommand({ SecretId: secretId });
    const answer = await client.send(command, { abortSignal });
    const text: unknown = answer.SecretString; // as it was sent: the SDK does not look at its type
    if (text === undefined || text === null) return isBinary(secretId);
    return typeof text === 'string' ? text : isForeign(secretId);
  } catch (error) {
    abortSignal.throwIfAborted();
    return explainAwsFailure(error, secretId);
  }
}

function isForeign(secretId: string): InvalidSetting {
  return new InvalidSetting(
    message('aws_foreign_problem', { secret: quote(secretId), reason: 'SecretString' }),
    message('aws_foreign_cure'),
  );
}

function isBinary(secretId: string): InvalidSetting {
  return new InvalidSetting(
    message('secret_binary_problem', { secret: quote(secretId) }),
    message('secret_binary_cure'),
  );
}

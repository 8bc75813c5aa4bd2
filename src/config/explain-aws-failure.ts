import { ExitCode } from '../cli/exit-code.ts';
import { safeText } from '../cli/safe-text.ts';
import { InvalidSetting } from './invalid-setting.ts';
import { quote } from './quote.ts';

const NOT_THERE: ReadonlySet<string> = new Set([
  'ResourceNotFoundException',
  'InvalidRequestException', // it is marked for deletion
  'InvalidParameterException',
  'ValidationException',
]);
const REFUSED: ReadonlySet<string> = new Set([
  'AccessDeniedException',
  'DecryptionFailure',
  'ExpiredTokenException',
  'IncompleteSignatureException',
  'InvalidClientTokenId',
  'InvalidSignatureException',
  'MissingAuthenticationTokenException',
  'NotAuthorized',
  'UnrecognizedClientException',
]);
const TOO_MANY: ReadonlySet<string> = new Set([
  'LimitExceededException',
  'RequestLimitExceeded',
  'ThrottlingException',
  'TooManyRequestsException',
]);

/** Codes of TLS, such as DEPTH_ZERO_SELF_SIGNED_CERT. */
const UNTRUSTED = /CERT|SELF_SIGNED|UNABLE_TO_|ERR_TLS|ERR_SSL/;

/**
 * Why a secret could not be read, by whose fault: 78 where the reference or the AWS configuration
 * is wrong, 77 where AWS refuses the identity, 69 where AWS cannot be read now.
 *
 * The message of the failure is left out: who answers may repeat what was sent, a session token
 * among it.
 */
export function explainAwsFailure(error: unknown, secretId: string): InvalidSetting {
  const { name, httpStatus, code, message } = evidenceOf(error);
  const secret = quote(secretId);

  if (name === 'CredentialsProviderError') {
    return new InvalidSetting(
      `There are no AWS credentials to read the secret ${secret} with.`,
      'Give the host an IAM role, or set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY in the environment.',
    );
  }
  if (message === 'Region is missing') {
    return new InvalidSetting(
      `The AWS region of the secret ${secret} is not known.`,
      'Set AWS_REGION.',
    );
  }
  if (NOT_THERE.has(name)) {
    return new InvalidSetting(
      `AWS Secrets Manager has no secret ${secret} to read (${name}).`,
      'Check its name and AWS_REGION.',
    );
  }
  if (REFUSED.has(name) || httpStatus === 401 || httpStatus === 403) {
    return new InvalidSetting(
      `AWS refused to hand out the secret ${secret} (${reasonOf(name, httpStatus)}).`,
      'Allow secretsmanager:GetSecretValue on it, and kms:Decrypt with its key, to the identity ' +
        'that runs the exporter; check its credentials and the clock.',
      ExitCode.noPermission,
    );
  }
  if (TOO_MANY.has(name) || httpStatus === 429 || (httpStatus !== undefined && httpStatus >= 500)) {
    return notNow(secret, reasonOf(name, httpStatus));
  }
  if (code !== undefined && UNTRUSTED.test(code)) {
    return new InvalidSetting(
      `The certificate of what answered for the secret ${secret} is not trusted (${code}).`,
      'Name the certificate authority in NODE_EXTRA_CA_CERTS, in the environment.',
    );
  }
  if (httpStatus === undefined && (code !== undefined || name === 'TimeoutError')) {
    return notNow(secret, code ?? 'timeout');
  }
  return new InvalidSetting(
    `What answered for the secret ${secret} does not speak as AWS Secrets Manager does (${reasonOf(name, httpStatus)}).`,
    'Check AWS_REGION and AWS_ENDPOINT_URL_SECRETS_MANAGER.',
  );
}

function notNow(secret: string, reason: string): InvalidSetting {
  return new InvalidSetting(
    `AWS Secrets Manager could not be asked for the secret ${secret} now (${reason}).`,
    'Run it again later; if that lasts, check AWS_REGION and the network.',
    ExitCode.unavailable,
  );
}

function reasonOf(name: string, httpStatus: number | undefined): string {
  return httpStatus === undefined ? name : `${name}, HTTP ${httpStatus}`;
}

type Evidence = {
  readonly name: string;
  readonly httpStatus: number | undefined;
  /** Of the system: `ECONNREFUSED`. */
  readonly code: string | undefined;
  readonly message: string;
};

function evidenceOf(error: unknown): Evidence {
  if (!(error instanceof Error)) {
    return { name: 'unknown error', httpStatus: undefined, code: undefined, message: '' };
  }
  const code = 'code' in error && typeof error.code === 'string' ? error.code : undefined;
  return {
    name: /^\w{1,60}$/.test(error.name) ? error.name : 'unknown error',
    httpStatus: httpStatusOf(error),
    code: code === undefined ? undefined : safeText(code, 40),
    message: error.message,
  };
}

function httpStatusOf(error: Error): number | undefined {
  const metadata = '$metadata' in error ? error.$metadata : undefined;
  if (typeof metadata !== 'object' || metadata === null) return undefined;
  const status = 'httpStatusCode' in metadata ? metadata.httpStatusCode : undefined;
  return typeof status === 'number' ? status : undefined;
}

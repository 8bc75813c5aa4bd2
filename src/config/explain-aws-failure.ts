import { errorCode } from '../error-code.ts';
import { ExitCode } from '../exit-code.ts';
import { message } from '../language/message.ts';
import { safeText } from '../text/safe-text.ts';
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
  const { name, httpStatus, code, said } = evidenceOf(error);
  const secret = quote(secretId);

  if (name === 'CredentialsProviderError') {
    return new InvalidSetting(
      message('aws_no_credentials_problem', { secret }),
      message('aws_no_credentials_cure'),
    );
  }
  if (said === 'Region is missing') {
    return new InvalidSetting(
      message('aws_no_region_problem', { secret }),
      message('aws_no_region_cure'),
    );
  }
  const reason = reasonOf(name, httpStatus);
  if (NOT_THERE.has(name)) {
    return new InvalidSetting(
      message('aws_not_there_problem', { secret, reason: name }),
      message('aws_not_there_cure'),
    );
  }
  if (REFUSED.has(name) || httpStatus === 401 || httpStatus === 403) {
    return new InvalidSetting(
      message('aws_refused_problem', { secret, reason }),
      message('aws_refused_cure'),
      ExitCode.noPermission,
    );
  }
  if (TOO_MANY.has(name) || httpStatus === 429 || (httpStatus !== undefined && httpStatus >= 500)) {
    return notNow(secret, reason);
  }
  if (code !== undefined && UNTRUSTED.test(code)) {
    return new InvalidSetting(
      message('aws_untrusted_problem', { secret, code }),
      message('aws_untrusted_cure'),
    );
  }
  if (httpStatus === undefined && (code !== undefined || name === 'TimeoutError')) {
    return notNow(secret, code ?? 'timeout');
  }
  return new InvalidSetting(
    message('aws_foreign_problem', { secret, reason }),
    message('aws_foreign_cure'),
  );
}

function notNow(secret: string, reason: string): InvalidSetting {
  return new InvalidSetting(
    message('aws_not_now_problem', { secret, reason }),
    message('aws_not_now_cure'),
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
  readonly said: string;
};

function evidenceOf(error: unknown): Evidence {
  if (!(error instanceof Error)) {
    return { name: 'unknown error', httpStatus: undefined, code: undefined, said: '' };
  }
  const code = errorCode(error);
  return {
    name: /^\w{1,60}$/.test(error.name) ? error.name : 'unknown error',
    httpStatus: httpStatusOf(error),
    code: code === undefined ? undefined : safeText(code, 40),
    said: error.message,
  };
}

function httpStatusOf(error: Error): number | undefined {
  const metadata = '$metadata' in error ? error.$metadata : undefined;
  if (typeof metadata !== 'object' || metadata === null) return undefined;
  const status = 'httpStatusCode' in metadata ? metadata.httpStatusCode : undefined;
  return typeof status === 'number' ? status : undefined;
}

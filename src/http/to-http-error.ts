import { errorCode } from '../error-code.ts';
import { describeNetworkFailure } from './describe-network-failure.ts';
import { describeTlsFailure } from './describe-tls-failure.ts';
import { HttpError, NetworkError, ResponseFormatError, TlsError } from './http-error.ts';
import { OUR_FAULT } from './our-fault.ts';

/**
 * Translates what undici and Node throw; what is not the other side's doing
 * (a malformed header, a closed dispatcher, a TypeError) comes back as it is. `proxyHost` is named
 * when it may be what failed.
 */
export function toHttpError(host: string, error: unknown, proxyHost?: string): unknown {
  if (!(error instanceof Error) || error instanceof HttpError) return error;

  const code = codeOf(error);
  if (code === undefined || OUR_FAULT.has(code)) return error;
  const options = { cause: error, proxyHost };
  if (TOO_MUCH.has(code)) return new ResponseFormatError(host, 'size', options);

  const tlsProblem = describeTlsFailure(error, code);
  if (tlsProblem !== undefined) return new TlsError(host, tlsProblem, options);
  return new NetworkError(host, describeNetworkFailure(error, code), options);
}

const TOO_MUCH: ReadonlySet<string> = new Set([
  'UND_ERR_HEADERS_OVERFLOW',
  'UND_ERR_RES_EXCEEDED_MAX_SIZE',
]);

function codeOf(error: Error): string | undefined {
  // Some of these have no code, but they always mean that HTTP is not spoken there.
  if (error.name === 'HTTPParserError') return error.name;
  return errorCode(error);
}

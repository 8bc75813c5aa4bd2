import { describeNetworkFailure } from './describe-network-failure.ts';
import {
  HttpError,
  NetworkError,
  ProxyError,
  ResponseFormatError,
  TlsError,
} from './http-error.ts';

/**
 * Translates what undici and Node throw; what is not the other side's doing
 * (a malformed header, a closed dispatcher, a TypeError) comes back as it is.
 */
export function toHttpError(host: string, error: unknown): unknown {
  if (!(error instanceof Error) || error instanceof HttpError) return error;

  const options = { cause: error };
  const proxyAnswer = /^Proxy (?:response|Authentication Required) \((\d{3})\)/.exec(error.message);
  if (proxyAnswer !== null) return new ProxyError(host, Number(proxyAnswer[1]), options);

  const code = codeOf(error);
  if (code === undefined || OUR_FAULT.has(code)) return error;
  if (code === 'UND_ERR_PRX_TLS') return new ProxyError(host, undefined, options);
  if (TOO_MUCH.has(code)) return new ResponseFormatError(host, 'size', options);

  const tlsProblem = describeTlsProblem(code);
  if (tlsProblem !== undefined) return new TlsError(host, tlsProblem, options);
  return new NetworkError(host, describeNetworkFailure(error, code), options);
}

const OUR_FAULT: ReadonlySet<string> = new Set([
  'UND_ERR_INVALID_ARG',
  'UND_ERR_INVALID_RETURN_VALUE',
  'UND_ERR_NOT_SUPPORTED',
  'UND_ERR_REQ_CONTENT_LENGTH_MISMATCH',
  'UND_ERR_ABORTED',
  'UND_ERR_DESTROYED',
  'UND_ERR_CLOSED',
]);

const TOO_MUCH: ReadonlySet<string> = new Set([
  'UND_ERR_HEADERS_OVERFLOW',
  'UND_ERR_RES_EXCEEDED_MAX_SIZE',
]);

const TRUST_CURE =
  'pass the certificate authority that signed it with --ca-file or NODE_EXTRA_CA_CERTS';

const TLS_PROBLEMS: Readonly<Record<string, string>> = {
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: `its certificate is signed by an unknown authority; ${TRUST_CURE}`,
  UNABLE_TO_GET_ISSUER_CERT: `its certificate is signed by an unknown authority; ${TRUST_CURE}`,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: `its certificate is signed by an unknown authority; ${TRUST_CURE}`,
  SELF_SIGNED_CERT_IN_CHAIN: `its certificate is signed by an unknown authority; ${TRUST_CURE}`,
  DEPTH_ZERO_SELF_SIGNED_CERT: `its certificate is signed by itself; ${TRUST_CURE}`,
  CERT_HAS_EXPIRED: 'its certificate has expired; it has to be renewed there',
  CERT_NOT_YET_VALID: 'its certificate is not valid yet; compare the clocks of both machines',
  ERR_TLS_CERT_ALTNAME_INVALID:
    'its certificate is for another name; use the name that the certificate was issued for',
};

function describeTlsProblem(code: string): string | undefined {
  const known = TLS_PROBLEMS[code];
  if (known !== undefined) return known;
  if (code.startsWith('CERT_') || code.startsWith('ERR_TLS_')) return `${code}; ${TRUST_CURE}`;
  if (code === 'EPROTO' || code.startsWith('ERR_SSL_')) {
    return `the TLS handshake failed (${code}); the other side must speak https with TLS 1.2 or newer`;
  }
  return undefined;
}

function codeOf(error: Error): string | undefined {
  // Some of these have no code, but they always mean that HTTP is not spoken there.
  if (error.name === 'HTTPParserError') return error.name;
  return 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}

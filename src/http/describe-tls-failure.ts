import { safeText } from '../cli/safe-text.ts';

/** Why a certificate or a handshake was not taken, and what to do; undefined for other failures. */
export function describeTlsFailure(error: Error, code: string): string | undefined {
  if (code === 'ERR_TLS_CERT_ALTNAME_INVALID') return describeOtherName(error);
  const known = TLS_PROBLEMS[code];
  if (known !== undefined) return known;
  if (code.startsWith('CERT_') || code.startsWith('ERR_TLS_')) return `${code}; ${TRUST_CURE}`;
  if (code === 'EPROTO' || code.startsWith('ERR_SSL_')) {
    return `the TLS handshake failed (${code}); the other side must speak https with TLS 1.2 or newer`;
  }
  return undefined;
}

const TRUST_CURE =
  'pass the certificate authority that signed it with --ca-file or NODE_EXTRA_CA_CERTS';
const UNKNOWN_AUTHORITY = `its certificate is signed by an unknown authority; ${TRUST_CURE}`;
const NO_AUTHORITY =
  'its certificate is signed by one that is not an authority; pass the authority at the top with --ca-file, and have the other side send those in between';

const TLS_PROBLEMS: Readonly<Record<string, string>> = {
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: UNKNOWN_AUTHORITY,
  UNABLE_TO_GET_ISSUER_CERT: UNKNOWN_AUTHORITY,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: UNKNOWN_AUTHORITY,
  SELF_SIGNED_CERT_IN_CHAIN: UNKNOWN_AUTHORITY,
  DEPTH_ZERO_SELF_SIGNED_CERT:
    'its certificate is signed by itself; pass that certificate with --ca-file or NODE_EXTRA_CA_CERTS, if it is the right one',
  CERT_HAS_EXPIRED:
    'its certificate, or that of the authority that signed it, has expired; renew it there, and pass a renewed authority with --ca-file',
  CERT_NOT_YET_VALID: 'its certificate is not valid yet; compare the clocks of both machines',
  INVALID_CA: NO_AUTHORITY,
  INVALID_PURPOSE: NO_AUTHORITY,
};

/** Names are no secret, but they are the other side's text. */
function describeOtherName(error: Error): string {
  const certificate = 'cert' in error ? error.cert : undefined;
  const names =
    typeof certificate === 'object' && certificate !== null && 'subjectaltname' in certificate
      ? certificate.subjectaltname
      : undefined;
  const given = typeof names === 'string' ? ` (${safeText(names, 200)})` : '';
  return `its certificate is for another name${given}; use the name that the certificate was issued for, since --ca-file changes nothing here`;
}

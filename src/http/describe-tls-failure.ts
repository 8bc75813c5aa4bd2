import { type Message, message } from '../language/message.ts';
import { safeText } from '../text/safe-text.ts';

/** Why a certificate or a handshake was not taken, and what to do; undefined for other failures. */
export function describeTlsFailure(error: Error, code: string): Message | undefined {
  if (code === 'ERR_TLS_CERT_ALTNAME_INVALID') return describeOtherName(error);
  const known = TLS_PROBLEMS[code];
  if (known !== undefined) return known;
  if (code === 'ERR_TLS_HANDSHAKE_TIMEOUT') return undefined; // time may cure that
  if (WANTS_CERTIFICATE.test(code)) return message('tls_client_certificate', { code });
  if (code.endsWith('_ALERT_HANDSHAKE_FAILURE')) return message('tls_refused', { code });
  if (code.startsWith('CERT_') || code.startsWith('ERR_TLS_')) {
    return message('tls_code', { code, cure: TRUST_CURE });
  }
  if (SPEAKS_NO_TLS.test(`${code} ${error.message}`)) return message('tls_none', { code });
  if (code === 'EPROTO' || code.startsWith('ERR_SSL_')) return message('tls_handshake', { code });
  return undefined;
}

/** We show none, so that there is no other one to object to. */
const WANTS_CERTIFICATE = /_ALERT_(?:CERTIFICATE_REQUIRED|BAD_CERTIFICATE|NO_CERTIFICATE)$/;

/** An answer that is no record of TLS; Node has the reason in the code, or in the text of an EPROTO. */
const SPEAKS_NO_TLS = /wrong[ _]version[ _]number|packet[ _]length[ _]too[ _]long/i;

const TRUST_CURE = message('tls_trust_cure');
const UNKNOWN_AUTHORITY = message('tls_unknown_authority', { cure: TRUST_CURE });
const NO_AUTHORITY = message('tls_no_authority');

const TLS_PROBLEMS: Readonly<Record<string, Message>> = {
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: UNKNOWN_AUTHORITY,
  UNABLE_TO_GET_ISSUER_CERT: UNKNOWN_AUTHORITY,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: UNKNOWN_AUTHORITY,
  SELF_SIGNED_CERT_IN_CHAIN: UNKNOWN_AUTHORITY,
  DEPTH_ZERO_SELF_SIGNED_CERT: message('tls_self_signed'),
  CERT_HAS_EXPIRED: message('tls_expired'),
  CERT_NOT_YET_VALID: message('tls_not_yet_valid'),
  INVALID_CA: NO_AUTHORITY,
  INVALID_PURPOSE: NO_AUTHORITY,
};

/** Names are no secret, but they are the other side's text, and could read like our own words. */
function describeOtherName(error: Error): Message {
  const certificate = 'cert' in error ? error.cert : undefined;
  const names =
    typeof certificate === 'object' && certificate !== null && 'subjectaltname' in certificate
      ? certificate.subjectaltname
      : undefined;
  return typeof names === 'string'
    ? message('tls_other_names', { names: safeText(names.replace(/[^\w.*:@, -]/g, ''), 200) })
    : message('tls_other_name');
}

import { type ConnectionOptions, rootCertificates } from 'node:tls';

/** Whom we trust; `extraCa` is PEM text, trusted beside the usual authorities. */
export function tlsOptions(
  extraCa: string | undefined,
): Pick<ConnectionOptions, 'minVersion' | 'rejectUnauthorized' | 'ca'> {
  return {
    minVersion: 'TLSv1.2',
    // Whatever NODE_TLS_REJECT_UNAUTHORIZED says.
    rejectUnauthorized: true,
    ...(extraCa === undefined ? {} : { ca: [...rootCertificates, extraCa] }),
  };
}

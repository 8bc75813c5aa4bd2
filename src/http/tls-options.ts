import { rootCertificates, type SecureContextOptions } from 'node:tls';

/** Whom we trust; `extraCa` is PEM text, trusted beside the usual authorities. */
export function tlsOptions(
  extraCa: string | undefined,
): Pick<SecureContextOptions, 'minVersion' | 'ca'> {
  return {
    minVersion: 'TLSv1.2',
    ...(extraCa === undefined ? {} : { ca: [...rootCertificates, extraCa] }),
  };
}

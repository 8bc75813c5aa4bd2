import { X509Certificate } from 'node:crypto';
import { InvalidSetting } from './invalid-setting.ts';

const CERTIFICATE = /-----BEGIN CERTIFICATE-----[^-]*-----END CERTIFICATE-----/g;

/** Checks that a text holds certificates that can be read, and nothing but them is kept of it. */
export function parseCa(text: string): string {
  const certificates = text.match(CERTIFICATE) ?? [];
  if (certificates.length === 0) {
    throw new InvalidSetting(
      'The file holds no certificate in PEM form.',
      'Use the certificate of the authority, which begins with -----BEGIN CERTIFICATE-----; openssl x509 -inform der -in FILE makes it of a binary one.',
    );
  }
  for (const [index, pem] of certificates.entries()) {
    if (isReadable(pem)) continue;
    throw new InvalidSetting(
      `Certificate ${index + 1} of ${certificates.length} in the file is damaged.`,
      'Copy the file again.',
    );
  }
  return `${certificates.join('\n')}\n`;
}

function isReadable(pem: string): boolean {
  try {
    return new X509Certificate(pem).subject !== undefined;
  } catch {
    return false;
  }
}

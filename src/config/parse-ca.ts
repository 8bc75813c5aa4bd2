import { X509Certificate } from 'node:crypto';
import { message } from '../language/message.ts';
import { InvalidSetting } from './invalid-setting.ts';

const CERTIFICATE = /-----BEGIN CERTIFICATE-----[^-]*-----END CERTIFICATE-----/g;

/** Checks that a text holds certificates that can be read, and nothing but them is kept of it. */
export function parseCa(text: string): string {
  const certificates = text.match(CERTIFICATE) ?? [];
  if (certificates.length === 0) {
    throw new InvalidSetting(message('ca_none_problem'), message('ca_none_cure'));
  }
  for (const [index, pem] of certificates.entries()) {
    if (isReadable(pem)) continue;
    throw new InvalidSetting(
      message('ca_damaged_problem', { index: index + 1, count: certificates.length }),
      message('ca_damaged_cure'),
    );
  }
  return `${certificates.join('\n')}\n`;
}

function isReadable(pem: string): boolean {
  try {
    new X509Certificate(pem);
    return true; // also without a subject, as certificates have whose names are all alternative
  } catch {
    return false;
  }
}

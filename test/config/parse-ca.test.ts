import { describe, expect, it } from 'vitest';
import { parseCa } from '../../src/config/parse-ca.ts';
import { makeAuthority, makeUnsigned, makeWithoutSubject } from '../support/certificates.ts';

describe('parseCa', () => {
  it('keeps every certificate, and nothing else', () => {
    const [first, second] = [makeAuthority().cert, makeUnsigned()];

    expect(parseCa(`# ours\r\n${first}${second.key}${second.cert}trailing`)).toBe(
      `${first}${second.cert}`,
    );
  });

  it.each(['hello', '', '-----BEGIN PRIVATE KEY-----\nMII\n-----END PRIVATE KEY-----'])(
    'says that %j is no certificate, and how to make one',
    (text) => {
      expect(() => parseCa(text)).toThrow(
        'The file holds no certificate in PEM form. Use the certificate of the authority, which begins with -----BEGIN CERTIFICATE-----; openssl x509 -inform der -in FILE makes it of a binary one.',
      );
    },
  );

  it('takes a certificate without a subject', () => {
    const { cert } = makeWithoutSubject();

    expect(parseCa(cert)).toBe(cert);
  });

  it('says which certificate is damaged', () => {
    const damaged = makeAuthority().cert.replace(/\n.{20}/, '\nAAAAAAAAAAAAAAAAAAAA');

    expect(() => parseCa(makeAuthority().cert + damaged)).toThrow(
      'Certificate 2 of 2 in the file is damaged.',
    );
  });
});

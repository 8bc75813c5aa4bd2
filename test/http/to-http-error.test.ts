import { errors } from 'undici';
import { describe, expect, it } from 'vitest';
import { NetworkError } from '../../src/http/http-error.ts';
import { toHttpError } from '../../src/http/to-http-error.ts';

function failure(code: string): Error {
  return Object.assign(new Error(`${code} https://user:secret@dify.test/?token=secret`), { code });
}

describe('toHttpError', () => {
  it.each([
    ['ECONNREFUSED', 'NetworkError', 'time'],
    ['ECONNRESET', 'NetworkError', 'time'],
    ['ENOTFOUND', 'NetworkError', 'time'],
    ['UND_ERR_SOCKET', 'NetworkError', 'time'],
    ['UND_ERR_CONNECT_TIMEOUT', 'NetworkError', 'time'],
    ['ESOMETHINGNEW', 'NetworkError', 'time'],
    ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'TlsError', 'operator'],
    ['CERT_HAS_EXPIRED', 'TlsError', 'operator'],
    ['CERT_REVOKED', 'TlsError', 'operator'],
    ['ERR_TLS_CERT_ALTNAME_INVALID', 'TlsError', 'operator'],
    ['ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION', 'TlsError', 'operator'],
    ['EPROTO', 'TlsError', 'operator'],
    ['UND_ERR_HEADERS_OVERFLOW', 'ResponseFormatError', 'operator'],
    ['UND_ERR_RES_EXCEEDED_MAX_SIZE', 'ResponseFormatError', 'operator'],
    ['INVALID_CA', 'TlsError', 'operator'],
  ])('makes of %s a %s, cured by %s', (code, name, remedy) => {
    const cause = failure(code);

    expect(toHttpError('dify.test', cause)).toMatchObject({ name, remedy, cause });
  });

  it.each(['ERR_SSL_WRONG_VERSION_NUMBER', 'ERR_SSL_PACKET_LENGTH_TOO_LONG'])(
    'offers http for %s',
    (code) => {
      expect(toHttpError('dify.test', failure(code))).toMatchObject({
        name: 'TlsError',
        message: `No secure connection to dify.test: what answers there does not speak TLS (${code}); if it speaks plain http, begin the address with http://, else correct the port`,
      });
    },
  );

  it('repeats nothing of the original text, which may hold secrets', () => {
    expect(String(toHttpError('dify.test', failure('ECONNRESET')))).not.toContain('secret');
  });

  it('says how to trust a private authority, not how to stop verifying', () => {
    const error = toHttpError('dify.test', failure('SELF_SIGNED_CERT_IN_CHAIN'));

    expect(error).toMatchObject({
      message:
        'No secure connection to dify.test: its certificate is signed by an unknown authority; pass the certificate authority that signed it with --ca-file or NODE_EXTRA_CA_CERTS; where others stand in between, pass the one at the top, and have the other side send those',
    });
  });

  it.each([
    [
      Object.assign(failure('ENOTFOUND'), { hostname: 'proxy.corp' }),
      'Could not reach dify.test: the name is not known (ENOTFOUND, proxy.corp); check the address and the DNS',
    ],
    [
      Object.assign(
        new AggregateError([
          Object.assign(failure('ECONNREFUSED'), { address: '::1', port: 3128 }),
        ]),
        { code: 'ECONNREFUSED' },
      ),
      'Could not reach dify.test: nothing listens there (ECONNREFUSED, ::1:3128); check that it runs and that address and port are right',
    ],
    [
      failure('ESOMETHINGNEW'),
      'Could not reach dify.test: the request failed (ESOMETHINGNEW); check what stands in between if that lasts',
    ],
  ])('names the hop that failed, which may be a proxy', (cause, message) => {
    expect(toHttpError('dify.test', cause)).toMatchObject({ message });
  });

  it('names the proxy on the way, which may be what failed', () => {
    expect(toHttpError('dify.test', failure('ECONNRESET'), 'proxy.test:3128')).toMatchObject({
      message:
        'Could not reach dify.test through the proxy proxy.test:3128: the connection was reset (ECONNRESET); check what stands in between if that lasts',
    });
  });

  it.each([
    ['a malformed header', new errors.InvalidArgumentError('invalid header')],
    ['a closed dispatcher', new errors.ClientClosedError()],
    ['a bug', new TypeError('x is not a function')],
    ['what is translated already', new NetworkError('dify.test', 'gone', { cause: undefined })],
    ['what is no error', 'text'],
  ])('returns %s as it is', (_what, error) => {
    expect(toHttpError('dify.test', error)).toBe(error);
  });
});

import { describe, expect, it } from 'vitest';
import { interpretFailure } from '../../src/delivery/interpret-failure.ts';
import {
  NetworkError,
  ProxyError,
  type Remedy,
  ResponseFormatError,
  TimeoutError,
  TlsError,
} from '../../src/http/http-error.ts';

const options = { cause: new Error('the original') };

const proxyError = (status: number, remedy: Remedy) =>
  new ProxyError('billing.test', 'proxy.test:3128', 'it said no', { status, remedy });

describe('interpretFailure', () => {
  it.each([
    [new NetworkError('billing.test', 'reset', options), 'temporary', 'unreachable'],
    [new TimeoutError('billing.test', 300, options), 'temporary', 'timeout'],
    [proxyError(502, 'time'), 'temporary', 'proxy'],
    [proxyError(407, 'operator'), 'credentials', 'proxy'],
    [proxyError(403, 'operator'), 'address', 'proxy'],
    [new TlsError('billing.test', 'expired', options), 'address', 'tls'],
    [new ResponseFormatError('billing.test', 'size', options), 'protocol', 'answer_unreadable'],
  ])('takes "%s" for %s', (error, kind, code) => {
    expect(interpretFailure(error)).toMatchObject({
      kind,
      problem: { code, message: error.told },
    });
  });
});

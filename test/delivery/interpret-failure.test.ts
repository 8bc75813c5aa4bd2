import { describe, expect, it } from 'vitest';
import { interpretFailure } from '../../src/delivery/interpret-failure.ts';
import {
  NetworkError,
  ProxyError,
  ResponseFormatError,
  TimeoutError,
  TlsError,
} from '../../src/http/http-error.ts';

const options = { cause: new Error('the original') };

describe('interpretFailure', () => {
  it.each([
    [new NetworkError('billing.test', 'reset', options), 'temporary', 'unreachable'],
    [new TimeoutError('billing.test', 300, options), 'temporary', 'timeout'],
    [new ProxyError('billing.test', 502, options), 'temporary', 'proxy'],
    [new ProxyError('billing.test', 407, options), 'credentials', 'proxy'],
    [new ProxyError('billing.test', 403, options), 'address', 'proxy'],
    [new TlsError('billing.test', 'expired', options), 'address', 'tls'],
    [new ResponseFormatError('billing.test', 'size', options), 'protocol', 'answer_unreadable'],
  ])('takes "%s" for %s', (error, kind, code) => {
    expect(interpretFailure(error)).toMatchObject({
      kind,
      problem: { code, message: error.message },
    });
  });
});

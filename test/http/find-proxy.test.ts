import { describe, expect, it } from 'vitest';
import { findProxy } from '../../src/http/find-proxy.ts';

const BOTH = { httpProxy: 'http://plain.test:3128', httpsProxy: 'http://secure.test:3129' };

function proxyOf(url: string, noProxy?: string, proxies: Partial<typeof BOTH> = BOTH) {
  const proxy = findProxy(url, {
    httpProxy: proxies.httpProxy,
    httpsProxy: proxies.httpsProxy,
    noProxy,
  });
  return proxy && [proxy.origin, proxy.variable];
}

describe('findProxy', () => {
  it('chooses by the scheme, and lets https go through HTTP_PROXY without HTTPS_PROXY', () => {
    expect(proxyOf('https://dify.test')).toEqual(['http://secure.test:3129', 'HTTPS_PROXY']);
    expect(proxyOf('http://dify.test')).toEqual(['http://plain.test:3128', 'HTTP_PROXY']);
    expect(proxyOf('https://dify.test', '', { httpProxy: BOTH.httpProxy })).toEqual([
      'http://plain.test:3128',
      'HTTP_PROXY',
    ]);
    expect(proxyOf('http://dify.test', '', { httpsProxy: BOTH.httpsProxy })).toBeUndefined();
    expect(proxyOf('http://dify.test', '', {})).toBeUndefined();
  });

  it.each([
    ['*', true],
    ['dify.test', true],
    ['DIFY.test', true],
    ['test', true],
    ['.test', true],
    ['*.test', true],
    ['other.example, dify.test', true],
    ['dify.test:443', true],
    ['dify.test:8443', false],
    ['ify.test', false],
    ['dify.test.example', false],
    ['other.example', false],
  ])('reads NO_PROXY %s', (noProxy, isExempt) => {
    expect(proxyOf('https://dify.test', noProxy) === undefined).toBe(isExempt);
  });
});

import { describe, expect, it } from 'vitest';
import { findProxy } from '../../src/http/find-proxy.ts';

const proxyAt = (origin: string, variable: string) => ({
  origin,
  authorization: undefined,
  variable,
});
const httpProxy = proxyAt('http://plain.test:3128', 'HTTP_PROXY');
const httpsProxy = proxyAt('http://secure.test:3128', 'HTTPS_PROXY');

const isDirect = (origin: string, noProxy: string) =>
  findProxy(origin, { httpProxy, httpsProxy, noProxy }) === undefined;

describe('findProxy', () => {
  it('has one proxy for each scheme', () => {
    const proxy = { httpProxy, httpsProxy, noProxy: undefined };

    expect(findProxy('https://dify.test', proxy)).toBe(httpsProxy);
    expect(findProxy('http://dify.test', proxy)).toBe(httpProxy);
  });

  it('takes the proxy of http for https where there is no other, but not the reverse', () => {
    const only = { httpProxy: undefined, httpsProxy: undefined, noProxy: undefined };

    expect(findProxy('https://dify.test', { ...only, httpProxy })).toBe(httpProxy);
    expect(findProxy('http://dify.test', { ...only, httpsProxy })).toBeUndefined();
    expect(findProxy('https://dify.test', only)).toBeUndefined();
  });

  it.each([
    ['https://dify.test', '*'],
    ['https://dify.test', 'dify.test'],
    ['https://DIFY.test', 'Dify.Test'],
    ['https://dify.test.', 'dify.test'],
    ['https://dify.test', 'dify.test.'],
    ['https://dify.corp.test', 'corp.test'],
    ['https://dify.corp.test', '.corp.test'],
    ['https://dify.corp.test', '*.corp.test'],
    ['https://dify.test', 'other.test, dify.test'],
    ['https://dify.test', 'other.test dify.test'],
    ['https://dify.test', 'dify.test:443'],
    ['http://dify.test:8080', 'dify.test:8080'],
    ['http://10.1.2.3', '10.1.2.3'],
    ['http://10.1.2.3', '10.0.0.0/8'],
    ['http://10.1.2.3:8080', '10.0.0.0/8:8080'],
    ['http://[::1]', '::1'],
    ['http://[::1]:8080', '[::1]:8080'],
    ['http://[fd00::5]', 'fd00::/8'],
  ])('reaches %s directly with NO_PROXY=%s', (origin, noProxy) => {
    expect(isDirect(origin, noProxy)).toBe(true);
  });

  it.each([
    ['https://dify.test', ''],
    ['https://dify.test', ','],
    ['https://dify.test', '.'],
    ['https://notdify.test', 'dify.test'],
    ['https://dify.test', 'sub.dify.test'],
    ['https://dify.test', 'dify.test:8443'],
    ['http://11.1.2.3', '10.0.0.0/8'],
    ['http://10.1.2.3', '10.0.0.0/33'],
    ['http://10.1.2.3', '10.0.0.0/x'],
    ['http://10.1.2.3', '10.0.0.0/8/9'],
    ['http://10.1.2.3', '10.0.0.0/'],
    ['http://10.1.2.3', '10.0.0.0/0x8'],
    ['http://10.1.2.3', '2.3'],
    ['http://10.1.2.3', '::/0'],
    ['http://dify.test', '0.0.0.0/0'],
  ])('reaches %s through the proxy with NO_PROXY=%j', (origin, noProxy) => {
    expect(isDirect(origin, noProxy)).toBe(false);
  });
});

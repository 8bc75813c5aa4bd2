import { describe, expect, it } from 'vitest';
import { parseProxy } from '../../src/config/parse-proxy.ts';

describe('parseProxy', () => {
  it.each([
    ['http://proxy.test:3128', 'http://proxy.test:3128'],
    ['http://proxy.test:3128/', 'http://proxy.test:3128'],
    ['https://proxy.test', 'https://proxy.test'],
    ['proxy.test:3128', 'http://proxy.test:3128'],
    ['httpd.test:3128', 'http://httpd.test:3128'],
    ['10.0.0.1:3128', 'http://10.0.0.1:3128'],
  ])('takes %s for the proxy at %s', (text, origin) => {
    expect(parseProxy(text)).toEqual({ origin, authorization: undefined });
  });

  it.each([
    ['http://user:secret@proxy.test:3128', 'user:secret'],
    ['user:secret@proxy.test:3128', 'user:secret'],
    ['http://user:p%40ss%3Aw%2Frd%25@proxy.test:3128', 'user:p@ss:w/rd%'],
    ['http://user@proxy.test:3128', 'user:'],
    ['http://%E7%94%B0%E4%B8%AD:%E7%A7%98@proxy.test:3128', '田中:秘'],
  ])('signs in to %s as %s', (text, credentials) => {
    const { authorization = '' } = parseProxy(text);

    expect(authorization).toMatch(/^Basic /);
    expect(Buffer.from(authorization.slice(6), 'base64').toString('utf8')).toBe(credentials);
  });

  it.each([
    ['socks5://proxy.test:1080', 'It is the address of a SOCKS proxy, which is not supported.'],
    ['ftp://proxy.test', 'It is not the address of a proxy.'],
    ['http:user:secret@proxy.test:3128', 'It is not the address of a proxy.'],
    ['HTTPS:/user:secret@proxy.test:3128', 'It is not the address of a proxy.'],
    ['http:user:se://cret@proxy.test:3128', 'It is not the address of a proxy.'],
    ['socks5:user:secret@proxy.test', 'It is not the address of a proxy.'],
    ['http://', 'It is not the address of a proxy.'],
    ['http://user:se/cret@proxy.test:3128', 'It is not the address of a proxy.'],
    ['http://user:12#cret@proxy.test:3128', 'It is not the address of a proxy.'],
    ['http://user:12?cret@proxy.test:3128', 'It is not the address of a proxy.'],
    [
      'http://user:%zzcret@proxy.test:3128',
      'Its user name or password has a % that begins no percent-encoded character.',
    ],
  ])('refuses %s without repeating it', (text, problem) => {
    expect(() => parseProxy(text)).toThrow(problem);
    expect(() => parseProxy(text)).not.toThrow('cret');
  });
});

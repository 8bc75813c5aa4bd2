import { describe, expect, it } from 'vitest';
import { parseExtraHeaders } from '../../src/config/parse-extra-headers.ts';

describe('parseExtraHeaders', () => {
  it.each([
    ['CF-Access-Client-Id: abc.access', { 'cf-access-client-id': 'abc.access' }],
    ['A: 1\nB: two words\n', { a: '1', b: 'two words' }],
    ['A: 1\r\n\r\n  B :  2  ', { a: '1', b: '2' }],
    ['X-Forward: https://a.test:8443/', { 'x-forward': 'https://a.test:8443/' }],
    ['{"A":"1","X-Key":"k:2"}', { a: '1', 'x-key': 'k:2' }],
    [' {\n "A": "1"\n} ', { a: '1' }],
    ['{}', {}],
    ['{"A":"\\"x\\":","B":"y"}', { a: '"x":', b: 'y' }],
    ['User-Agent: corp/1', { 'user-agent': 'corp/1' }],
  ])('reads %j', (text, headers) => {
    expect(parseExtraHeaders(text)).toEqual(headers);
  });

  it.each([
    'authorization',
    'Cookie',
    'HOST',
    'content-length',
    'Transfer-Encoding',
    'Accept-Encoding',
    'Proxy-Authorization',
    'X-CSRF-Token',
    'X-Workspace-Id',
    'Content-Type',
    'Content-Encoding',
    'Accept',
    'Range',
    'If-None-Match',
    'X-HTTP-Method-Override',
  ])('refuses the header %s by name', (name) => {
    expect(() => parseExtraHeaders(`${name}: secret`)).toThrow(
      `The header ${name.toLowerCase()} cannot be given: it `,
    );
  });

  it('names the way for basic authentication', () => {
    expect(() => parseExtraHeaders('Authorization: Basic c2VjcmV0')).toThrow(
      'for basic authentication set DIFY_BASIC_AUTH',
    );
  });

  it.each([
    'secret',
    ': secret',
    'secret name: x',
    'A: 1\nsecret',
    '{"A":"secret"',
    '{"A":1,"B":"secret"}',
    '{"A":["secret"]}',
    '["secret"]',
    '{"A":"1\\r\\nB: secret"}',
    'A: secret\u0000',
    'A: s\u00e9cret secret',
    'A:',
    'A: secret\na: other',
    '{"A":"secret","A":"other"}',
    '{"A":"secret","a":"other"}',
    '{"A":"secret","\\u0041":"other"}',
    '{"A":1,"A":"secret"}',
  ])('refuses %j without repeating it', (text) => {
    expect(() => parseExtraHeaders(text)).toThrow();
    expect(() => parseExtraHeaders(text)).not.toThrow('secret');
  });
});

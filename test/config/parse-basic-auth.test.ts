import { describe, expect, it } from 'vitest';
import { parseBasicAuth } from '../../src/config/parse-basic-auth.ts';

describe('parseBasicAuth', () => {
  it.each([
    ['Aladdin:open sesame', 'Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ=='], // RFC 7617 §2
    ['test:123£', 'Basic dGVzdDoxMjPCow=='], // RFC 7617 §2.1
    ['a:b:c', 'Basic YTpiOmM='],
  ])('makes a header of %s', (text, header) => {
    expect(parseBasicAuth(text)).toBe(header);
  });

  it.each(['secret', ':secret', 'secret:', 'user:sec\nret', 'Basic c2VjcmV0'])(
    'refuses %j without repeating it',
    (text) => {
      expect(() => parseBasicAuth(text)).toThrow(/Write user:password/);
      expect(() => parseBasicAuth(text)).not.toThrow(/secret|c2VjcmV0/);
    },
  );
});

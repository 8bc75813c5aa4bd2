import { describe, expect, it } from 'vitest';
import { showValue } from '../../src/config/show-value.ts';

describe('showValue', () => {
  it.each([
    ['monthly', 'monthly'],
    ['a@example.com', 'a@example.com'],
    ['https://dify.example.com', 'https://dify.example.com'],
    ['https://api.example.com/v1/usage', 'https://api.example.com/v1/usage'],
    ['https://api.example.com/@team/usage', 'https://api.example.com/@team/usage'],
  ])('shows %s', (text, shown) => {
    expect(showValue(text)).toBe(shown);
  });

  it.each([
    ['http://user:pass@proxy.example.com:3128', 'http://***@proxy.example.com:3128'],
    ['http://token@proxy.example.com', 'http://***@proxy.example.com'],
    ['https://api.example.com/?key=s3cret&x=y', 'https://api.example.com/?key=***&x=***'],
    ['https://api.example.com/v1?s3cret', 'https://api.example.com/v1?***'],
    ['https://api.example.com/v1#s3cret', 'https://api.example.com/v1'],
    ['http://user:pa ss@[bad', '***'],
    ['HTTP://user:pass@proxy', 'http://***@proxy'],
    ['https:/api.example.com/u?token=s3cret', 'https://api.example.com/u?token=***'],
    ['https:api.example.com/u?token=s3cret', 'https://api.example.com/u?token=***'],
    ['HTTPS:user:pass@api.example.com', 'https://***@api.example.com'],
    ['https:', '***'],
    ['localhost,http://user:s3cret@proxy', 'localhost,http://***@proxy'],
    ['localhost,http://user:s3/cr@t@proxy', 'localhost,http://***@proxy'],
    ['https://api.example.com/http://user:s3cret@b/', 'https://api.example.com/http://***@b/'],
  ])('hides what may be secret in %s', (text, shown) => {
    expect(showValue(text)).toBe(shown);
  });

  it('is harmless in a terminal', () => {
    expect(showValue('a\u001b[31mb\nc')).toBe('a[31mb c');
  });
});

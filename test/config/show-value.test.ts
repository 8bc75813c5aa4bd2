import { describe, expect, it } from 'vitest';
import { showValue } from '../../src/config/show-value.ts';

describe('showValue', () => {
  it.each([
    ['monthly', 'monthly'],
    ['a@example.com', 'a@example.com'],
    ['https://dify.example.com', 'https://dify.example.com'],
    ['https://api.example.com/v1/usage', 'https://api.example.com/v1/usage'],
    ['https://api.example.com/@team/usage', 'https://api.example.com/@team/usage'],
    ...[
      'https://api.example.com/api/v2/monthly-usage-reports-v2/2026-11',
      'https://api.example.com/internal/UsageRecordsExport/department-billing',
      'https://hooks.example.com/services/T0ABC1234/B0ABC1234',
    ].map((address) => [address, address]),
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
    [
      'https://hooks.example.com/services/T0ABC1234/B0ABC1234/x7GdJ2kLmN9pQrStUvWx3yZa',
      'https://hooks.example.com/services/T0ABC1234/B0ABC1234/***',
    ],
    [
      'https://api.example.com/bot123456:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw/send',
      'https://api.example.com/***/send',
    ],
    [
      'https://api.example.com/in/5b0e4d1a-7c22-4f6b-9a3e-0d8f6c1b2a47',
      'https://api.example.com/in/***',
    ],
    ['https://api.example.com/in/0123456789012345/x', 'https://api.example.com/in/***/x'],
    ['https://api.example.com/in/a2V5OnNlY3JldA%3D%3D', 'https://api.example.com/in/***'],
  ])('hides what may be secret in %s', (text, shown) => {
    expect(showValue(text)).toBe(shown);
  });

  it('is harmless in a terminal', () => {
    expect(showValue('a\u001b[31mb\nc')).toBe('a[31mb c');
  });
});

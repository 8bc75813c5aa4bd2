import { describe, expect, it } from 'vitest';
import { showNoProxy } from '../../src/config/show-no-proxy.ts';

describe('showNoProxy', () => {
  it.each([
    '*',
    'localhost,127.0.0.1,.example.com, *.internal:8443',
    '10.0.0.0/8 192.168.0.1:8080 fd00::/8 [::1]:8080 ::1',
    'dify-api-internal-service.example.com,host.docker.internal,ip-10-0-0-12.ec2.internal',
    '例え.jp',
  ])('shows %s', (text) => {
    expect(showNoProxy(text)).toBe(text);
  });

  it.each([
    ['localhost,s3cretTokenAbc123XYZ', 'localhost,***'],
    ['localhost,http://user:pw@proxy', 'localhost,***'],
    ['a1b2c3d4e5f6a7b8.elb.example.com', '***.elb.example.com'],
    ['localhost,key=value', 'localhost,***'],
    ['user:password', '***'],
  ])('hides what is no host in %s', (text, shown) => {
    expect(showNoProxy(text)).toBe(shown);
  });
});

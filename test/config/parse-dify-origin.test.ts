import { describe, expect, it } from 'vitest';
import { parseDifyOrigin } from '../../src/config/parse-dify-origin.ts';

describe('parseDifyOrigin', () => {
  it.each([
    ['http://localhost', 'http://localhost'],
    ['http://localhost/', 'http://localhost'],
    ['http://host.docker.internal:8080', 'http://host.docker.internal:8080'],
    ['https://DIFY.example.com:443/apps', 'https://dify.example.com'],
    ['https://dify.example.com/apps/', 'https://dify.example.com'],
    ['https://dify.example.com/signin', 'https://dify.example.com'],
    ['https://dify.example.com/console/api', 'https://dify.example.com'],
    ['https://dify.example.com/console/api//', 'https://dify.example.com'],
    ['http://[::1]:5001', 'http://[::1]:5001'],
  ])('brings %s down to %s', (text, origin) => {
    expect(parseDifyOrigin(text)).toBe(origin);
  });

  it.each([
    ['localhost', 'It is not an http or https address.'],
    ['localhost:5001', 'It is not an http or https address.'],
    ['//dify.example.com', 'It is not an http or https address.'],
    ['ftp://dify.example.com', 'It is not an http or https address.'],
    ['http://', 'It is not an http or https address.'],
    ['http://me:secret@dify.example.com', 'It contains a user name or password.'],
    ['http://dify.example.com?a=1', 'It contains a query or fragment.'],
    ['http://dify.example.com/#top', 'It contains a query or fragment.'],
    [
      'http://dify.example.com/v1',
      'It is the address of the service API (/v1), which knows no usage.',
    ],
    ['http://example.com/dify', 'It has a path, but the console API is at the root of its host.'],
  ])('refuses %s', (text, problem) => {
    expect(() => parseDifyOrigin(text)).toThrow(problem);
  });
});

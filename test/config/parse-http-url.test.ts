import { describe, expect, it } from 'vitest';
import { parseHttpUrl } from '../../src/config/parse-http-url.ts';

describe('parseHttpUrl', () => {
  it.each([
    ['https://api.example.com/v1', 'https://api.example.com/v1'],
    ['HTTP://API.example.com', 'http://api.example.com/'],
  ])('reads %s', (text, href) => {
    expect(parseHttpUrl(text).href).toBe(href);
  });

  it.each([
    'https:/api.example.com/u?token=s3cret',
    'https:api.example.com/u?token=s3cret',
    'https:\\\\api.example.com\\u?token=s3cret',
    'api.example.com/u?token=s3cret',
    'ftp://api.example.com/u?token=s3cret',
    'https://',
  ])('refuses %s without repeating it', (text) => {
    expect(() => parseHttpUrl(text)).toThrow(
      /^It is not an http or https address\. Write the whole address, beginning with https:\/\/ or http:\/\/\.$/,
    );
  });
});

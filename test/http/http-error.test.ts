import { describe, expect, it } from 'vitest';
import {
  HttpStatusError,
  ProxyError,
  RedirectError,
  ResponseFormatError,
  TimeoutError,
} from '../../src/http/http-error.ts';

const cause = new Error('the original');

describe('HttpError', () => {
  it.each([
    [408, 'time'],
    [425, 'time'],
    [429, 'time'],
    [500, 'time'],
    [502, 'time'],
    [503, 'time'],
    [504, 'time'],
    [400, 'none'],
    [413, 'none'],
    [415, 'none'],
    [422, 'none'],
    [401, 'operator'],
    [404, 'operator'],
    [501, 'operator'],
  ])('says of a %i that it is cured by %s', (status, remedy) => {
    expect(new HttpStatusError('dify.test', status).remedy).toBe(remedy);
  });

  it('says what a server said', () => {
    const error = new HttpStatusError('dify.test', 429, { retryAfterMs: 500, detail: 'slow down' });

    expect(error).toMatchObject({
      message: 'dify.test answered 429: slow down',
      retryAfterMs: 500,
      host: 'dify.test',
    });
  });

  it.each([
    [
      new TimeoutError('dify.test', 300, { cause }),
      'dify.test did not finish its answer within 300 ms; look at what is slow there or in between if that lasts',
      'time',
    ],
    [
      new ResponseFormatError('dify.test', 'html'),
      'dify.test answered with an HTML page instead of JSON; check the address, a proxy or login page may be in between',
      'operator',
    ],
    [
      new ResponseFormatError('dify.test', 'json', { cause }),
      'dify.test answered with something that is not valid JSON; look at what stands in between if that lasts',
      'time',
    ],
    [
      new RedirectError('dify.test', 301, 'login.test'),
      'dify.test redirects to login.test (301); configure the final address',
      'operator',
    ],
    [
      new ProxyError('dify.test', 'proxy.test:3128', 'it said no (403)', { remedy: 'operator' }),
      'No way to dify.test through the proxy proxy.test:3128: it said no (403)',
      'operator',
    ],
    [
      new TimeoutError('dify.test', 300, { cause, proxyHost: 'proxy.test:3128' }),
      'dify.test through the proxy proxy.test:3128 did not finish its answer within 300 ms; look at what is slow there or in between if that lasts',
      'time',
    ],
  ])('is a sentence with a remedy: %s', (error, message, remedy) => {
    expect(error).toMatchObject({ message, remedy });
  });
});

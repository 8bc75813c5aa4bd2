import { describe, expect, it } from 'vitest';
import { readAnswer } from '../../src/dify/read-answer.ts';
import type { Answer } from '../../src/http/exchange.ts';

const SECRET = 'SELL ALL SHARES';
const JSON_TYPE = { 'content-type': 'application/json', 'x-version': '1.14.2' };
const HTML_TYPE = { 'content-type': 'text/html; charset=utf-8' };
const PAGE = '<html>\r\n<head><title>502 Bad Gateway</title></head><center>nginx/1.27</center>';

function answerWith(status: number, body: unknown, headers: Answer['headers'] = JSON_TYPE): Answer {
  return {
    status,
    headers,
    text: typeof body === 'string' ? body : JSON.stringify(body),
    truncated: false,
    retryAfterMs: undefined,
    clockSkewMs: undefined,
  };
}

const read = (answer: Answer) => readAnswer('dify.example.com', 'GET /apps/{app}', answer);
const unauthorized = (message: string) => ({ code: 'unauthorized', message, status: 401 });

type Row = readonly [what: string, Answer, problem: string, remedy: string, says: string];

const ROWS: readonly Row[] = [
  [
    'a parameter refused by flask-restful',
    answerWith(400, { code: 'invalid_param', message: SECRET, params: 'limit' }),
    'parameter',
    'operator',
    'the request of GET /apps/{app} was refused (400 invalid_param)',
  ],
  [
    'a parameter refused by flask-restx, which names no code',
    answerWith(400, { errors: { limit: SECRET }, message: 'Input payload validation failed' }),
    'parameter',
    'operator',
    'a parameter of GET /apps/{app} was refused (400)',
  ],
  [
    'a parameter refused by pydantic',
    answerWith(400, { code: 'bad_request', message: SECRET, status: 400 }),
    'parameter',
    'operator',
    'the request of GET /apps/{app} was refused (400 bad_request)',
  ],
  [
    'a parameter refused with 422',
    answerWith(422, { code: 'unprocessable_entity', message: SECRET, status: 422 }),
    'parameter',
    'operator',
    '(422 unprocessable_entity)',
  ],
  [
    'the other framework of /version',
    answerWith(422, { error: { type: 'validation_error', message: SECRET, status: 422 } }),
    'parameter',
    'operator',
    '(422)',
  ],
  [
    'a wrong content type',
    answerWith(415, { code: 'unsupported_media_type', message: SECRET, status: 415 }),
    'parameter',
    'operator',
    '(415 unsupported_media_type)',
  ],
  [
    'an account that is not set up',
    answerWith(400, { code: 'account_not_initialized', message: SECRET, status: 400 }),
    'setup',
    'operator',
    'sign in once in the browser and complete the profile',
  ],
  [
    'an expired token',
    answerWith(401, unauthorized('Token has expired.')),
    'session',
    'operator',
    'the session was refused at GET /apps/{app}',
  ],
  [
    'a missing CSRF token',
    answerWith(401, unauthorized('CSRF token is missing or invalid.')),
    'session',
    'operator',
    'the session was refused',
  ],
  [
    'a changed SECRET_KEY',
    answerWith(401, unauthorized('Invalid token signature.')),
    'session',
    'operator',
    'the session was refused',
  ],
  [
    'any other 401',
    answerWith(401, unauthorized(SECRET)),
    'session',
    'operator',
    'the session was refused',
  ],
  [
    'a banned account',
    answerWith(401, unauthorized('Account is banned.')),
    'credentials',
    'operator',
    'the Dify account is banned: use another account',
  ],
  [
    'an account that is gone (no status in the body)',
    answerWith(401, { code: 'unauthorized', message: 'Unauthorized.' }),
    'credentials',
    'operator',
    'the Dify account is gone or belongs to no workspace',
  ],
  [
    'an archived workspace',
    answerWith(401, unauthorized('workspace is archived')),
    'credentials',
    'operator',
    'the workspace of the Dify account is archived',
  ],
  [
    'a licence that is not valid',
    answerWith(401, { code: 'unauthorized_and_force_logout', message: SECRET, status: 401 }),
    'setup',
    'operator',
    "Dify's enterprise licence is not valid: renew it",
  ],
  [
    'a Dify that is not set up',
    answerWith(401, { code: 'not_setup', message: SECRET, status: 401 }),
    'setup',
    'operator',
    'finish its installation in the browser',
  ],
  [
    'a role that is too low',
    answerWith(403, { code: 'forbidden', message: SECRET, status: 403 }),
    'forbidden',
    'operator',
    'give the Dify account the role editor or higher in this workspace',
  ],
  [
    'an app that is not there',
    answerWith(404, { code: 'app_not_found', message: 'App not found.', status: 404 }),
    'gone',
    'none',
    'GET /apps/{app} does not exist (404 app_not_found)',
  ],
  [
    'an app that is not there, with a hint',
    answerWith(404, {
      code: 'app_not_found',
      message: `App not found. You have requested this URI [/console/api/apps/x] but did you mean ${SECRET} ?`,
      status: 404,
    }),
    'gone',
    'none',
    'GET /apps/{app} does not exist (404 app_not_found)',
  ],
  [
    "an HTML 404 of Dify's own framework",
    answerWith(404, '<!doctype html>\n<html lang=en>\n<title>404 Not Found</title>', {
      ...HTML_TYPE,
      'x-version': '1.14.2',
    }),
    'gone',
    'none',
    'has no route GET /apps/{app}',
  ],
  [
    'an HTML 404 of something else',
    answerWith(404, PAGE, HTML_TYPE),
    'address',
    'operator',
    "this is not Dify's console API. Check DIFY_API_BASE_URL",
  ],
  [
    'a text 404 of a proxy',
    answerWith(404, '404 page not found\n', { 'content-type': 'text/plain' }),
    'address',
    'operator',
    "with 404 and no JSON: this is not Dify's console API",
  ],
  [
    'an empty 403 of a proxy',
    answerWith(403, '', {}),
    'address',
    'operator',
    'any proxy or login page in front of Dify',
  ],
  [
    'a login page',
    answerWith(200, '<!DOCTYPE html><title>SSO</title>', HTML_TYPE),
    'address',
    'operator',
    'any proxy or login page in front of Dify',
  ],
  [
    'a page under the wrong content type',
    answerWith(200, '  <html><body>Sign in</body>'),
    'address',
    'operator',
    'with 200 and an HTML page',
  ],
  [
    'a wrong method',
    answerWith(405, { code: 'method_not_allowed', message: SECRET, status: 405 }),
    'parameter',
    'operator',
    'is not allowed with this method (405 method_not_allowed)',
  ],
  [
    'a 408 of a gateway',
    answerWith(408, { message: SECRET }),
    'unavailable',
    'time',
    'is limited by something in front of Dify (408)',
  ],
  [
    'a 429 of a gateway',
    answerWith(429, { message: SECRET }),
    'unavailable',
    'time',
    'is limited by something in front of Dify (429)',
  ],
  [
    'a 429 without JSON',
    answerWith(429, 'slow down', { 'content-type': 'text/plain' }),
    'unavailable',
    'time',
    '429',
  ],
  [
    'an error inside an old Dify',
    answerWith(500, { message: 'Internal Server Error', code: 'unknown' }),
    'unavailable',
    'time',
    'GET /apps/{app} failed inside Dify (500 unknown)',
  ],
  [
    'a 502 of nginx',
    answerWith(502, PAGE, HTML_TYPE),
    'unavailable',
    'time',
    "an HTML page of the gateway in front: Dify's API is down, starting or overloaded",
  ],
  ['a 504 of nginx', answerWith(504, PAGE, HTML_TYPE), 'unavailable', 'time', 'with 504'],
  [
    'a 503 in plain text',
    answerWith(503, 'no available server', { 'content-type': 'text/plain' }),
    'unavailable',
    'time',
    'with 503',
  ],
  [
    'a status that Dify does not use',
    answerWith(418, { message: SECRET }),
    'contract',
    'operator',
    'GET /apps/{app} was answered with 418',
  ],
  [
    'a code that is a text',
    answerWith(403, { code: SECRET, message: SECRET }),
    'forbidden',
    'operator',
    '(403)',
  ],
  [
    'JSON that ends too early',
    answerWith(200, '{"data":[{"id"'),
    'unavailable',
    'time',
    'no valid JSON; the answer may have been cut on its way',
  ],
  ['a refusal that is cut', answerWith(404, '{"code":"app_n'), 'unavailable', 'time', 'cut'],
  ['an empty 200', answerWith(200, ''), 'unavailable', 'time', 'no valid JSON'],
  [
    'too much data',
    { ...answerWith(200, '[]'), truncated: true },
    'contract',
    'operator',
    'too much data',
  ],
  [
    'a redirect',
    answerWith(302, '', { location: 'https://sso.example.com/login?next=secret' }),
    'address',
    'operator',
    'redirects to https://sso.example.com (302): set DIFY_API_BASE_URL',
  ],
  [
    'a redirect to a path',
    answerWith(307, '', { location: '/signin' }),
    'address',
    'operator',
    'redirects to http://dify.example.com (307)',
  ],
  [
    'a redirect to nowhere',
    answerWith(301, '', {}),
    'address',
    'operator',
    'set DIFY_API_BASE_URL to the address that serves Dify without a redirect',
  ],
];

describe('readAnswer', () => {
  it('gives the JSON of a success', () => {
    expect(read(answerWith(200, { data: [] }))).toEqual({ data: [] });
  });

  it.each(ROWS)('explains %s', (_, answer, problem, remedy, says) => {
    expect(() => read(answer)).toThrowError(
      expect.objectContaining({
        name: 'DifyError',
        problem,
        remedy,
        status: answer.status,
        host: 'dify.example.com',
        endpoint: 'GET /apps/{app}',
        message: expect.stringContaining(says),
      }),
    );
  });

  it.each(ROWS)('names the host and repeats no text of %s', (_, answer) => {
    expect(() => read(answer)).toThrow('dify.example.com');
    expect(() => read(answer)).not.toThrow(SECRET);
  });

  it('keeps what a Retry-After asked for', () => {
    const answer = { ...answerWith(429, {}), retryAfterMs: 7000 };

    expect(() => read(answer)).toThrowError(expect.objectContaining({ retryAfterMs: 7000 }));
  });
});

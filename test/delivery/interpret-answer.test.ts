import { describe, expect, it } from 'vitest';
import { interpretAnswer } from '../../src/delivery/interpret-answer.ts';
import { inEnglish } from '../support/in-english.ts';

type Parts = { text?: string; truncated?: boolean; location?: string; retryAfterMs?: number };

function interpret(status: number, parts: Parts = {}) {
  const { text = '', truncated = false, location, retryAfterMs } = parts;
  const headers = location === undefined ? {} : { location };
  return interpretAnswer('billing.test', { status, headers, text, truncated, retryAfterMs });
}

describe('interpretAnswer', () => {
  it.each([
    [200, '{"success":true,"message":"ok"}'],
    [201, '{"success":true,"processed_records":2,"inserted":1,"updated":1}'],
    [200, '{}'],
    [202, '{"queued":true}'],
    [204, ''],
    [200, ''],
    [200, ' \n'],
  ])('accepts a %i with %j', (status, text) => {
    expect(interpret(status, { text })).toMatchObject({ kind: 'accepted' });
  });

  it('keeps what the receiver says', () => {
    expect(interpret(200, { text: '{"success":true,"message":"stored"}' })).toEqual({
      kind: 'accepted',
      receiverSaid: 'stored',
    });
  });

  it.each([
    ['success_false', '{"success":false,"message":"period closed"}', false],
    ['answer_html', '<!doctype html><title>Sign in</title>', false],
    ['answer_not_json', 'OK', false],
    ['answer_not_json', '{"success":true', false],
    ['answer_not_object', '[]', false],
    ['answer_not_object', 'null', false],
    ['answer_too_long', '{"success":true}', true],
  ])('finds a 200 outside the contract: %s', (code, text, truncated) => {
    expect(interpret(200, { text, truncated })).toMatchObject({
      kind: 'protocol',
      problem: { code },
    });
  });

  it.each([
    [409, 'already-received'],
    [408, 'temporary'],
    [425, 'temporary'],
    [429, 'temporary'],
    [500, 'temporary'],
    [502, 'temporary'],
    [503, 'temporary'],
    [504, 'temporary'],
    [522, 'temporary'],
    [401, 'credentials'],
    [403, 'credentials'],
    [407, 'credentials'],
    [404, 'address'],
    [405, 'address'],
    [410, 'address'],
    [301, 'address'],
    [302, 'address'],
    [304, 'address'],
    [307, 'address'],
    [308, 'address'],
    [413, 'too-large'],
    [400, 'refused'],
    [422, 'refused'],
    [402, 'refused'],
    [415, 'refused'],
    [451, 'refused'],
  ])('takes a %i for %s', (status, kind) => {
    expect(interpret(status)).toMatchObject({ kind });
    expect(interpret(status, { text: '<html>' })).toMatchObject({ kind });
  });

  it('hands on how long to wait', () => {
    expect(interpret(429, { retryAfterMs: 7000 })).toMatchObject({ retryAfterMs: 7000 });
  });

  it.each([
    [422, 'billing.test refused the body (422): period must be open'],
    [
      401,
      'billing.test refused the token (401): period must be open; check EXTERNAL_API_TOKEN, and for API_Meter API_METER_TENANT_ID',
    ],
    [503, 'billing.test answered 503: period must be open'],
  ])('says of a %i what happened and why', (status, message) => {
    const verdict = interpret(status, { text: '{"message":"period must\\n be open"}' });

    expect(inEnglish(verdict)).toMatchObject({
      problem: { code: `http_${status}`, message },
    });
  });

  it.each([
    [
      'https://user:pw@other.test/v2?token=secret',
      'billing.test redirects to other.test/v2 (301); set EXTERNAL_API_URL to the final address',
    ],
    [
      '/v2/usage?token=secret',
      'billing.test redirects to billing.test/v2/usage (301); set EXTERNAL_API_URL to the final address',
    ],
    [
      undefined,
      'billing.test redirects elsewhere (301); set EXTERNAL_API_URL to the final address',
    ],
  ])('names where a redirect to %s leads, without its secrets', (location, message) => {
    const verdict = interpret(301, location === undefined ? {} : { location });

    expect(inEnglish(verdict)).toMatchObject({ problem: { message } });
  });
});

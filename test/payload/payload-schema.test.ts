import { describe, expect, it } from 'vitest';
import { checkPayload } from '../../src/payload/payload-schema.ts';
import { appRecord, payload, workspaceRecord } from '../cli/formats/payload-builders.ts';

describe('checkPayload', () => {
  it('accepts what the specification shows', () => {
    expect(() =>
      checkPayload(payload({ app_records: [appRecord()], workspace_records: [workspaceRecord()] })),
    ).not.toThrow();
  });

  it.each(['2026-10', '2026-W44', '2026-10-31'])('accepts the period %s', (period) => {
    expect(() => checkPayload(payload({ app_records: [appRecord({ period })] }))).not.toThrow();
  });

  it.each([
    ['a price in exponent notation', { total_price: '1E-7' }],
    ['a price of 6 decimals', { total_price: '0.003000' }],
    ['a price without a whole part', { total_price: '.0030000' }],
    ['a negative price', { total_price: '-0.0030000' }],
    ['a price that is a number', { total_price: 0.003 }],
    ['a part of a token', { token_count: 1.5 }],
    ['negative tokens', { token_count: -1 }],
    ['tokens beyond the safe integers', { token_count: 2 ** 53 }],
    ['tokens as text', { token_count: '1200' }],
    ['a period of another shape', { period: '2026/10' }],
    ['a period type of another name', { period_type: 'yearly' }],
    ['an app without an id', { app_id: '' }],
    ['no currency', { currency: '' }],
    ['a field too many', { model_name: 'gpt-4o' }],
    ['a field of every object', { constructor: 1 }],
  ])('refuses %s', (_what, fields) => {
    const broken = { ...payload(), app_records: [{ ...appRecord(), ...fields }] };

    expect(() => checkPayload(broken)).toThrow(TypeError);
  });

  it('refuses a missing field', () => {
    const { currency: _currency, ...record } = appRecord();

    expect(() => checkPayload({ ...payload(), app_records: [record] })).toThrow(TypeError);
  });

  it.each([
    ['without milliseconds', '2026-10-01T00:00:00Z'],
    ['with an offset', '2026-10-01T09:00:00.000+09:00'],
  ])('refuses an instant %s', (_what, start) => {
    const { fetch_period } = payload();

    expect(() => checkPayload({ ...payload(), fetch_period: { ...fetch_period, start } })).toThrow(
      TypeError,
    );
  });

  it('names the place and not the value', () => {
    const broken = payload({ app_records: [appRecord(), appRecord({ total_price: 'secret' })] });

    expect(() => checkPayload(broken)).toThrow(
      /^The payload breaks its schema at app_records\.1\.total_price$/,
    );
    expect(() => checkPayload(null)).toThrow(/^The payload breaks its schema at its root$/);
  });
});

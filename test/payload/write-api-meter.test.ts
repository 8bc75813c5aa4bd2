import { Ajv } from 'ajv';
import Big from 'big.js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import schema from '../../src/payload/api-meter.schema.json' with { type: 'json' };
import type { ApiMeterPayload } from '../../src/payload/api-meter.ts';
import { checkApiMeter } from '../../src/payload/api-meter-schema.ts';
import { buildApiMeter } from '../../src/payload/build-api-meter.ts';
import { writeApiMeter } from '../../src/payload/write-api-meter.ts';

const validate = new Ajv().compile(schema);

function payloadOf(units: bigint, model = 'gpt-4o'): ApiMeterPayload {
  const { payload } = buildApiMeter(
    [
      {
        bucket: '2026-11-03',
        provider: 'openai',
        model,
        currency: 'USD',
        promptTokens: 1,
        completionTokens: 2,
        promptUnits: units,
        completionUnits: 0n,
        executions: 1,
      },
    ],
    {
      tenantId: '5b0e4d1a-7c22-4f6b-9a3e-0d8f6c1b2a47',
      exporterVersion: '1.2.3',
      period: {
        start: Date.parse('2026-11-01T00:00:00Z'),
        end: Date.parse('2026-12-01T00:00:00Z'),
        timeZone: 'UTC',
      },
    },
  );
  if (payload === undefined) throw new Error('There is no record');
  return payload;
}

/** The text of the number as it stands in the body. */
function costIn(body: string): string | undefined {
  return /"cost_actual":([^,]+),/.exec(body)?.[1];
}

describe('writeApiMeter', () => {
  it('writes a body byte by byte', () => {
    expect(writeApiMeter(payloadOf(3n))).toBe(
      '{"tenant_id":"5b0e4d1a-7c22-4f6b-9a3e-0d8f6c1b2a47","export_metadata":{' +
        '"exporter_version":"1.2.3","export_timestamp":"2026-12-01T00:00:00.000Z",' +
        '"aggregation_period":"daily","source_system":"dify","date_range":{' +
        '"start":"2026-11-01T00:00:00.000Z","end":"2026-11-30T23:59:59.999Z"}},"records":[{' +
        '"usage_date":"2026-11-03","provider":"openai","model":"gpt-4o","input_tokens":1,' +
        '"output_tokens":2,"total_tokens":3,"request_count":1,"cost_actual":0.0000003,' +
        '"currency":"USD","metadata":{"source_system":"dify",' +
        '"source_event_id":"dify-2026-11-03-openai-gpt-4o-7c27737b8cfa",' +
        '"aggregation_method":"daily_sum","time_range":{"start":"2026-11-03T00:00:00.000Z",' +
        '"end":"2026-11-03T23:59:59.999Z"}}}]}',
    );
  });

  it.each([
    [0n, '0'],
    [1n, '0.0000001'],
    [10n, '0.000001'],
    [1_050_000n, '0.105'],
    [10_000_000n, '1'],
    [1_000_000_000n, '100'],
    [12_345_678_901_234_567_891n, '1234567890123.4567891'],
  ])('writes %d units as the number %s', (units, text) => {
    expect(costIn(writeApiMeter(payloadOf(units)))).toBe(text);
  });

  it('writes the digits of the exact amount, never an exponent or a float', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 10n ** 22n }), (units) => {
        const exact = new Big(units.toString()).div(10_000_000).toFixed();

        expect(costIn(writeApiMeter(payloadOf(units)))).toBe(exact);
      }),
    );
  });

  it('writes what its JSON Schema allows, whatever a model is called', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', minLength: 1 }), (model) => {
        const payload = payloadOf(3n, model);
        checkApiMeter(payload);
        const body: unknown = JSON.parse(writeApiMeter(payload));

        expect(validate(body)).toBe(true);
        expect(body).toEqual({
          ...payload,
          records: payload.records.map((record) => ({ ...record, cost_actual: 3e-7 })),
        });
      }),
    );
  });
});

describe('checkApiMeter', () => {
  const [record] = payloadOf(3n).records;

  it.each([
    ['records.0.total_tokens is no sum', { records: [{ ...record, total_tokens: 4 }] }],
    ['two records have one key', { records: [record, record] }],
    ['there is no record', { records: [] }],
    ['a cost is negative', { records: [{ ...record, cost_actual: '-1' }] }],
    ['a cost has eight decimals', { records: [{ ...record, cost_actual: '0.00000001' }] }],
    ['a cost has an exponent', { records: [{ ...record, cost_actual: '3e-7' }] }],
    ['a cost ends in zeros', { records: [{ ...record, cost_actual: '1.50' }] }],
    ['a model has no name', { records: [{ ...record, model: '' }] }],
    ['tokens are unsafe', { records: [{ ...record, request_count: 2 ** 53 }] }],
  ])('refuses a body in which %s', (_what, change) => {
    expect(() => checkApiMeter({ ...payloadOf(3n), ...change })).toThrow(TypeError);
  });
});

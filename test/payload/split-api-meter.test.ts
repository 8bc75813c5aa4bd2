import { describe, expect, it } from 'vitest';
import { checkApiMeter } from '../../src/payload/api-meter-schema.ts';
import { buildApiMeter } from '../../src/payload/build-api-meter.ts';
import { splitApiMeter } from '../../src/payload/split-api-meter.ts';
import { writeApiMeter } from '../../src/payload/write-api-meter.ts';

function payloadWith(models: number) {
  const usage = Array.from({ length: models }, (_, index) => ({
    bucket: '2026-11-03',
    provider: 'openai',
    model: `m${String(index).padStart(4, '0')}`,
    currency: 'USD',
    promptTokens: 1,
    completionTokens: 0,
    promptUnits: 12_345_678_901_234_567_891n,
    completionUnits: 0n,
    executions: 1,
  }));
  const { payload } = buildApiMeter(usage, {
    tenantId: '5b0e4d1a-7c22-4f6b-9a3e-0d8f6c1b2a47',
    exporterVersion: '1.2.3',
    period: {
      start: Date.parse('2026-11-01T00:00:00Z'),
      end: Date.parse('2026-12-01T00:00:00Z'),
      timeZone: 'UTC',
    },
  });
  if (payload === undefined) throw new Error('There is no record');
  return payload;
}

describe('splitApiMeter', () => {
  it.each([
    [1, [1]],
    [500, [500]],
    [501, [500, 1]],
    [1250, [500, 500, 250]],
  ])('sends %i records in bodies of %j', (models, counts) => {
    const parts = splitApiMeter(payloadWith(models), 4_000_000);

    expect(parts.map(({ records }) => records.length)).toEqual(counts);
    for (const part of parts) checkApiMeter(part);
  });

  it('keeps every record, its digits and the order', () => {
    const payload = payloadWith(1001);
    const parts = splitApiMeter(payload, 100_000);

    expect(parts.flatMap(({ records }) => records)).toEqual(payload.records);
    expect(parts.every((part) => Buffer.byteLength(writeApiMeter(part)) <= 100_000)).toBe(true);
    expect(new Set(parts.map(({ tenant_id }) => tenant_id)).size).toBe(1);
  });
});

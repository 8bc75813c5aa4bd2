import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkApiMeter } from '../../src/payload/api-meter-schema.ts';
import {
  type ApiMeterOptions,
  buildApiMeter,
  type MeteredUsage,
} from '../../src/payload/build-api-meter.ts';

const OPTIONS: ApiMeterOptions = {
  tenantId: '5b0e4d1a-7c22-4f6b-9a3e-0d8f6c1b2a47',
  exporterVersion: '1.2.3',
  period: {
    start: Date.parse('2026-10-31T15:00:00Z'),
    end: Date.parse('2026-11-30T15:00:00Z'),
    timeZone: 'Asia/Tokyo',
  },
};

/** 100 prompt and 20 completion tokens for 0.0000300 USD; a test names what differs. */
function usage(overrides: Partial<MeteredUsage> = {}): MeteredUsage {
  return {
    bucket: '2026-11-03',
    provider: 'langgenius/openai/openai',
    model: 'gpt-4o',
    currency: 'USD',
    promptTokens: 100,
    completionTokens: 20,
    promptUnits: 200n,
    completionUnits: 100n,
    executions: 1,
    ...overrides,
  };
}

const build = (...parts: readonly MeteredUsage[]) => buildApiMeter(parts, OPTIONS);
const recordsOf = (...parts: readonly MeteredUsage[]) => build(...parts).payload?.records ?? [];

describe('buildApiMeter', () => {
  it('writes one body for the whole workspace', () => {
    expect(build(usage()).payload).toEqual({
      tenant_id: '5b0e4d1a-7c22-4f6b-9a3e-0d8f6c1b2a47',
      export_metadata: {
        exporter_version: '1.2.3',
        export_timestamp: '2026-11-30T15:00:00.000Z',
        aggregation_period: 'daily',
        source_system: 'dify',
        date_range: { start: '2026-10-31T15:00:00.000Z', end: '2026-11-30T14:59:59.999Z' },
      },
      records: [
        {
          usage_date: '2026-11-03',
          provider: 'openai',
          model: 'gpt-4o',
          input_tokens: 100,
          output_tokens: 20,
          total_tokens: 120,
          request_count: 1,
          cost_actual: '0.00003',
          currency: 'USD',
          metadata: {
            source_system: 'dify',
            source_event_id: 'dify-2026-11-03-openai-gpt-4o-7c27737b8cfa',
            aggregation_method: 'daily_sum',
            time_range: { start: '2026-11-02T15:00:00.000Z', end: '2026-11-03T14:59:59.999Z' },
          },
        },
      ],
    });
  });

  it('sends nothing when there is no usage', () => {
    expect(build()).toEqual({ payload: undefined, refused: [] });
    const none = { promptTokens: 0, completionTokens: 0, promptUnits: 0n, completionUnits: 0n };
    expect(build(usage(none))).toEqual({ payload: undefined, refused: [] });
  });

  it('adds up what all users and apps spent on a model in a day', () => {
    expect(recordsOf(usage(), usage({ promptTokens: 1, executions: 4 }))).toMatchObject([
      { input_tokens: 101, output_tokens: 40, total_tokens: 141, request_count: 5 },
    ]);
  });

  it('takes different spellings for the one model that the receiver sees', () => {
    const records = recordsOf(
      usage({ provider: 'langgenius/openai/openai', model: 'GPT-4o' }),
      usage({ provider: 'OpenAI', model: 'gpt-4o ' }),
    );

    expect(records).toMatchObject([{ provider: 'openai', model: 'gpt-4o', total_tokens: 240 }]);
  });

  it.each([
    ['langgenius/tongyi/tongyi', 'tongyi'],
    ['Azure_OpenAI', 'azure_openai'],
    [undefined, 'unknown'],
    ['', 'unknown'],
    ['openai/', 'unknown'],
    ['__proto__', '__proto__'],
  ])('calls the provider %j %s', (provider, name) => {
    expect(recordsOf(usage({ provider }))).toMatchObject([{ provider: name }]);
  });

  it.each([
    ['Qwen/Qwen2.5-7B', 'qwen/qwen2.5-7b'],
    [undefined, 'unknown'],
    [' ', 'unknown'],
  ])('calls the model %j %s', (model, name) => {
    expect(recordsOf(usage({ model }))).toMatchObject([{ model: name }]);
  });

  it('sorts by date, provider and model in code unit order', () => {
    const records = recordsOf(
      usage({ bucket: '2026-11-04', provider: 'a' }),
      usage({ provider: 'b', model: 'é' }),
      usage({ provider: 'b', model: 'z' }),
      usage({ provider: 'a-b' }),
    );

    expect(records.map(({ usage_date, provider, model }) => [usage_date, provider, model])).toEqual(
      [
        ['2026-11-03', 'a-b', 'gpt-4o'],
        ['2026-11-03', 'b', 'z'],
        ['2026-11-03', 'b', 'é'],
        ['2026-11-04', 'a', 'gpt-4o'],
      ],
    );
  });

  it('refuses by name what was paid in two currencies, and sends the rest', () => {
    const { payload, refused } = build(
      usage({ model: 'deepseek-chat', currency: 'USD' }),
      usage({ model: 'deepseek-chat', currency: 'CNY' }),
      usage(),
    );

    expect(refused).toEqual([
      {
        usageDate: '2026-11-03',
        provider: 'openai',
        model: 'deepseek-chat',
        currencies: ['CNY', 'USD'],
        tokens: 240,
      },
    ]);
    expect(payload?.records).toMatchObject([{ model: 'gpt-4o' }]);
  });

  it('takes nothing paid for nothing in any currency', () => {
    const free = { promptUnits: 0n, completionUnits: 0n };
    const { payload, refused } = build(
      usage({ currency: 'USD', ...free }),
      usage({ currency: 'CNY' }),
    );

    expect(refused).toEqual([]);
    expect(payload?.records).toMatchObject([
      { currency: 'CNY', cost_actual: '0.00003', total_tokens: 240 },
    ]);
    expect(recordsOf(usage(free))).toMatchObject([{ currency: 'USD', cost_actual: '0' }]);
  });

  it('sends a price for which no tokens are known', () => {
    expect(recordsOf(usage({ promptTokens: 0, completionTokens: 0 }))).toMatchObject([
      { total_tokens: 0, cost_actual: '0.00003' },
    ]);
  });

  it('states a day of 25 hours as it was', () => {
    const period = {
      start: Date.parse('2026-11-01T04:00:00Z'),
      end: Date.parse('2026-11-02T05:00:00Z'),
      timeZone: 'America/New_York',
    };
    const { payload } = buildApiMeter([usage({ bucket: '2026-11-01' })], { ...OPTIONS, period });

    expect(payload?.records).toMatchObject([
      {
        metadata: {
          time_range: { start: '2026-11-01T04:00:00.000Z', end: '2026-11-02T04:59:59.999Z' },
        },
      },
    ]);
  });

  it('says of an open day how far it was read, in the metadata of the whole alone', () => {
    const period = { ...OPTIONS.period, end: Date.parse('2026-11-03T03:00:00Z') };
    const { payload } = buildApiMeter([usage()], { ...OPTIONS, period });

    expect(payload?.export_metadata).toMatchObject({
      export_timestamp: '2026-11-03T03:00:00.000Z',
      date_range: { end: '2026-11-03T02:59:59.999Z' },
    });
    expect(payload?.records).toEqual(recordsOf(usage()));
  });

  it('names the same event whenever it is sent, and different ones differently', () => {
    const idOf = (overrides: Partial<MeteredUsage>) =>
      recordsOf(usage(overrides))[0]?.metadata.source_event_id;

    expect(idOf({ promptTokens: 7 })).toBe(idOf({}));
    expect(idOf({ provider: 'a-b', model: 'c' })).not.toBe(idOf({ provider: 'a', model: 'b-c' }));
  });

  it('keeps every token and unit, in any order, under keys that differ', () => {
    const part = fc.record({
      bucket: fc.constantFrom('2026-11-03', '2026-11-04'),
      provider: fc.constantFrom(undefined, 'x/OpenAI', 'openai', 'y/tongyi'),
      model: fc.constantFrom(undefined, 'a', 'A', 'unknown'),
      currency: fc.constantFrom('USD', 'USD', 'USD', 'CNY'),
      promptTokens: fc.nat(1000),
      completionTokens: fc.nat(1000),
      promptUnits: fc.bigInt({ min: 0n, max: 10n ** 12n }),
      completionUnits: fc.bigInt({ min: 0n, max: 10n ** 6n }),
      executions: fc.nat(9),
    });
    fc.assert(
      fc.property(fc.array(part, { maxLength: 12 }), (parts) => {
        const { payload, refused } = build(...parts);
        const records = payload?.records ?? [];
        if (payload !== undefined) checkApiMeter(payload);

        const sent = records.reduce((sum, record) => sum + record.total_tokens, 0);
        const left = refused.reduce((sum, { tokens }) => sum + tokens, 0);
        const spent = parts.reduce((sum, p) => sum + p.promptTokens + p.completionTokens, 0);
        expect(sent + left).toBe(spent);
        expect(build(...parts.toReversed())).toEqual({ payload, refused });
      }),
    );
  });
});
